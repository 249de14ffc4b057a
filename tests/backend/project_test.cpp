// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "backend/content_hash.h"
#include "backend/jinja.h"
#include "backend/layout.h"
#include "backend/project_writer.h"
#include "backend/result_json.h"
#include "tests/backend/plain_dialect.h"
#include "tests/backend/support.h"

namespace t2d::test {

TEST_CASE("a project's files") {
    const ir::Project project = sample_project();
    const auto files = backend::render_project(project, PlainDialect());
    std::string names;
    for (const auto& [path, text] : files) {
        names += path + "\n";
        check_golden("project/" + path, text);
        const bool users = path == "dbt_project.yml" || path == "profiles.yml";
        CHECK(backend::is_intact(text) != users);
    }
    check_golden("files.txt", names);
    check_golden("result.json", backend::result_json(project, SourceManager(), "run-1"));
}

TEST_CASE("a project without state, parameters or keys brings no macros") {
    ir::Project project = sample_project();
    project.models.erase(project.models.begin());
    project.variables.clear();
    for (const auto& [path, text] : backend::render_project(project, PlainDialect()))
        CHECK(path.rfind("macros/", 0) != 0);
}

TEST_CASE("the content hash tells an edited file") {
    const std::string text = backend::stamp(backend::kSqlComment, "select 1\n");
    CHECK(backend::is_intact(text));
    CHECK_FALSE(backend::is_intact(text + " "));
    CHECK_FALSE(backend::is_intact("select 1\n"));
    CHECK_FALSE(backend::is_intact(""));
    std::string windows;
    for (const char c : text)
        windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
    CHECK(backend::is_intact(windows));
}

TEST_CASE("text of the input is never Jinja") {
    using namespace backend::jinja;
    CHECK(finish("select '{{ x }}', '{% y %}'") == "select '{{ '{{' }} x }}', '{{ '{%' }} y %}'");
    CHECK(finish(expression("var(" + literal("it's {{") + ")")) == "{{ var('it\\'s {{') }}");
    CHECK(defused("{{ x }} {# y #}") == "{ { x }} { # y #}");
}

TEST_CASE("comments are filled into lines") {
    CHECK(backend::comment_lines("one\ntwo", 0) == "-- one\n-- two\n");
    const std::string wrapped = backend::comment_lines(fmt::format("{} {}", std::string(50, 'a'), std::string(40, 'b')), 0);
    CHECK(wrapped == "-- " + std::string(50, 'a') + "\n-- " + std::string(40, 'b') + "\n");
}

} // namespace t2d::test
