// SPDX-License-Identifier: Apache-2.0
#include "frontend/parse.h"

#include <utility>

#include "frontend/lowering.h"
#include "frontend/token_filter.h"

namespace t2d::frontend {
namespace {

std::string_view describe(Unclosed what) {
    switch (what) {
    case Unclosed::string: return "this string never ends: its closing quote is missing";
    case Unclosed::bracket: return "this name never ends: its closing bracket is missing";
    case Unclosed::quote: return "this quoted name never ends: its closing quote is missing";
    case Unclosed::comment: return "this comment never ends: */ is missing";
    }
    return {};
}

ScanResult tokens_of(std::string_view text, FileId file, Diagnostics& diagnostics) {
    ScanResult result = scan(text);
    filter_tokens(text, result.tokens);
    for (const ScanError& e : result.errors)
        diagnostics.report<diag::syntax_error>({file, e.begin, e.end}, describe(e.what));
    return result;
}

} // namespace

ast::Script parse(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
    const std::string_view text = sources.file(file).text;
    ScanResult scanned = tokens_of(text, file, diagnostics);
    StatementReader reader(text, std::move(scanned.tokens));
    return Lowering({reader.tokens(), scanned.comments, reader.recovery(), text, file, diagnostics}).script(reader);
}

std::optional<ast::Query> parse_query(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
    const std::string_view text = sources.file(file).text;
    ScanResult scanned = tokens_of(text, file, diagnostics);
    StatementReader reader(text, std::move(scanned.tokens));
    TSqlParser::SingleQueryContext* tree = reader.query();
    return Lowering({reader.tokens(), scanned.comments, reader.recovery(), text, file, diagnostics}).single_query(tree);
}

} // namespace t2d::frontend
