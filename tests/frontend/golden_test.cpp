// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>

#include "ir/ast/dump.h"
#include "tests/frontend/support.h"

using namespace t2d;

namespace {

constexpr std::string_view kSeparator = "\n--\n";

/// One statement a line, then the diagnostics.
std::string describe(const test::Parsed& parsed) {
    std::string result;
    for (const ast::Batch& batch : parsed.script.batches) {
        result += "batch\n";
        for (const ast::Stmt& s : batch.statements) {
            for (const ast::Comment& c : s.comments)
                result += "  # " + c.text + "\n";
            result += "  " + ast::dump(s) + "\n";
            for (const ast::Comment& c : s.trailing_comments)
                result += "  ## " + c.text + "\n";
        }
    }
    return result + parsed.messages();
}

std::vector<std::filesystem::path> golden_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(test::source_path("tests/frontend/golden")))
        if (entry.path().extension() == ".test") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

TEST_CASE("golden trees") {
    for (const auto& path : golden_files()) {
        const std::string content = test::read_file(path);
        const std::string sql = content.substr(0, content.find(kSeparator) + 1);
        test::check_golden(path, sql + "--\n" + describe(test::parse(sql)));
    }
}
