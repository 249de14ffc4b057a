// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: any bytes are decoded and parsed; what parses without a diagnostic must survive print and parse.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "frontend/decode.h"
#include "frontend/parse.h"
#include "ir/ast/dump.h"
#include "ir/ast/print.h"

using namespace t2d;

namespace {

ast::Script parsed(const std::string& text, Diagnostics& diagnostics) {
    SourceManager sources;
    return frontend::parse(sources, sources.add("fuzz.sql", text), diagnostics);
}

[[noreturn]] void complain(const char* what, const std::string& printed) {
    std::fprintf(stderr, "%s:\n%s\n", what, printed.c_str());
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const frontend::Decoded decoded =
        frontend::decode(std::string_view(reinterpret_cast<const char*>(data), size)); // NOLINT: bytes are bytes
    if (!decoded.error.empty()) return 0;
    Diagnostics diagnostics;
    const ast::Script script = parsed(decoded.text, diagnostics);
    if (!diagnostics.all().empty()) return 0;
    const std::string printed = ast::print_tsql(script);
    Diagnostics again;
    const ast::Script second = parsed(printed, again);
    if (!again.all().empty()) complain(again.all().front().message.c_str(), printed);
    if (ast::dump(second) != ast::dump(script)) complain("changed by print and parse", printed);
    return 0;
}
