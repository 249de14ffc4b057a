// SPDX-License-Identifier: Apache-2.0
#include "backend/layout.h"

#include <catch2/catch.hpp>

#include "backend/jinja.h"
#include "backend/replay/replay_names.h"

using namespace t2d::backend;

TEST_CASE("lines of a text constant are not indented") {
    CHECK(indented("select\n    'a\nb' as x,\n\n    c", 2) == "  select\n      'a\nb' as x,\n\n      c");
    CHECK(indented("'it''s\nb'\nc", 2) == "  'it''s\nb'\n  c");
    CHECK(indented("from " + jinja::expression("source('it\\'s', 'x')") + "\nwhere 'a\nb'", 2) == "  from " + jinja::expression("source('it\\'s', 'x')") + "\n  where 'a\nb'");
}

TEST_CASE("names that are too long end in a hash of them") {
    std::string one(70, 'x'), other(70, 'x');
    one.push_back('1');
    other.push_back('2');
    CHECK(short_name("short", 63) == "short");
    CHECK(short_name(one, 63).size() == 63);
    CHECK(short_name(one, 63) != short_name(other, 63));
}
