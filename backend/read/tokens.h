// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ir/source.h"

/// Reading emitted models back: the inverse of the printers, for the structural check.
namespace t2d::backend::read {

/// `jinja` is one `{{ … }}` that stands for SQL: a source, a ref, `this` or a macro call.
enum class TokenKind { word, quoted, string, number, symbol, jinja, end };

/// A value of a Jinja call: a list has `items`, everything else `text`.
struct JinjaValue {
    std::string text;
    std::vector<std::string> items;
};

struct JinjaCall {
    std::string name;
    std::vector<JinjaValue> args;
    std::map<std::string, JinjaValue> named;
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text; ///< lower case for words; characters without quotes for strings and quoted names
    JinjaCall call;
    SourceSpan span;
};

struct Tokens {
    std::vector<Token> list;
    JinjaCall config;
    std::vector<SourceSpan> run_places; ///< see `ir::ModelText`
    bool raises = false; ///< the model raises a compiler error
    std::string error;   ///< what could not be read; empty when all was
};

/// Tokens of a model with its Jinja resolved: `is_incremental()` is `incremental`, `execute` is true, a relation that is asked for exists.
[[nodiscard]] Tokens tokenize(std::string_view text, FileId file, bool incremental);

} // namespace t2d::backend::read
