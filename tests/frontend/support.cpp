// SPDX-License-Identifier: Apache-2.0
#include "tests/frontend/support.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "frontend/decode.h"
#include "frontend/parse.h"
#include "ir/ast/dump.h"

namespace t2d::test {

std::string Parsed::messages() const {
    std::string result;
    for (const Diagnostic& d : diagnostics.all()) {
        const LineColumn at = sources.locate(file, d.span.begin);
        result += fmt::format("{}:{}: {} {}\n", at.line, at.column, d.info->code, d.message);
    }
    return result;
}

Parsed parse(std::string_view sql) {
    Parsed result;
    result.file = result.sources.add("test.sql", std::string(sql));
    result.script = frontend::parse(result.sources, result.file, result.diagnostics);
    return result;
}

std::string dumped(std::string_view sql) { return ast::dump(parse(sql).script); }

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream buffer;
    buffer << in.rdbuf();
    return buffer.str();
}

std::filesystem::path source_path(std::string_view relative) {
    return std::filesystem::path(T2D_SOURCE_DIR) / relative;
}

std::vector<std::filesystem::path> sample_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& root : {source_path("corpus"), source_path("../shared/cases/open")}) {
        if (!std::filesystem::exists(root)) continue;
        // Below a case lie the emitted models as well, which are not T-SQL.
        for (const auto& folder : std::filesystem::directory_iterator(root))
            for (const char* name : {"procedure.sql", "schema.sql"})
                if (const auto path = folder.path() / name; std::filesystem::exists(path)) files.push_back(path);
    }
    std::sort(files.begin(), files.end());
    return files;
}

void check_golden(const std::filesystem::path& path, const std::string& actual) {
    const char* update = std::getenv("TSQL2DBT_UPDATE");
    if (update != nullptr && std::string_view(update) == "1") {
        std::ofstream(path, std::ios::binary) << actual;
        return;
    }
    INFO(path.string());
    CHECK(read_file(path) == actual);
}

} // namespace t2d::test
