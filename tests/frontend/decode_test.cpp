// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "frontend/decode.h"

using t2d::frontend::decode;
using namespace std::string_literals;

TEST_CASE("encodings") {
    CHECK(decode("").text.empty());
    CHECK(decode("a\r\nb").text == "a\r\nb");
    CHECK(decode("\xEF\xBB\xBFx").text == "x");
    CHECK(decode("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80").text == "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
    CHECK(decode("\xFF\xFE"
                 "a\0\xE4\0\x3D\xD8\x00\xDE"s)
              .text == "a\xC3\xA4\xF0\x9F\x98\x80");
    CHECK(decode("\xFE\xFF\0a\x20\xAC"s).text == "a\xE2\x82\xAC");
    CHECK(decode("S\0E\0L\0E\0C\0T\0"s).text == "SELECT");
    CHECK(decode("\0S\0E\0L"s).text == "SEL");
}

TEST_CASE("what is no UTF-8 is Windows-1252") {
    CHECK(decode("\xE4\x80\x81").text == "\xE4\x80\x81"); // valid UTF-8 wins
    CHECK(decode("a\xE4 \x80").text == "a\xC3\xA4 \xE2\x82\xAC");
    CHECK(decode("\xC0\xAF").text == "\xC3\x80\xC2\xAF");                 // overlong
    CHECK(decode("\xED\xA0\x80").text == "\xC3\xAD\xC2\xA0\xE2\x82\xAC"); // surrogate
}

TEST_CASE("what is no text") {
    CHECK_FALSE(decode("abc\0def"s).error.empty());
    CHECK_FALSE(decode("\xFF\xFE"
                       "a"s)
                    .error.empty());
    CHECK_FALSE(decode("\xFF\xFE\x3D\xD8"s).error.empty());
    CHECK_FALSE(decode("\xFF\xFE"
                       "a\0\0\0"s)
                    .error.empty());
}
