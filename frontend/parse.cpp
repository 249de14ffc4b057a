// SPDX-License-Identifier: Apache-2.0
#include "frontend/parse.h"

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

/// Scanner, filter and parser over one file. Parse contexts live as long as this object.
class Session {
public:
    Session(const SourceManager& sources, FileId file, Diagnostics& diagnostics)
        : text_(sources.file(file).text), file_(file), diagnostics_(diagnostics), scanned_(scan_text()),
          stream_(text_, scanned_.tokens), parser_(&stream_), recovery_(std::make_shared<Recovery>()) {
        parser_.setBuildParseTree(false);
        parser_.removeErrorListeners();
        parser_.setErrorHandler(recovery_);
        parser_.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(antlr4::atn::PredictionMode::SLL);
    }
    GuardedParser& parser() { return parser_; }
    Lowering lowering() { return Lowering({stream_, scanned_.tokens, scanned_.comments, *recovery_, text_, file_, diagnostics_}); }

private:
    ScanResult scan_text() {
        ScanResult result = scan(text_);
        filter_tokens(text_, result.tokens);
        for (const ScanError& e : result.errors)
            diagnostics_.report<diag::syntax_error>({file_, e.begin, e.end}, describe(e.what));
        return result;
    }

    std::string_view text_;
    FileId file_;
    Diagnostics& diagnostics_;
    ScanResult scanned_;
    TokenStream stream_;
    GuardedParser parser_;
    std::shared_ptr<Recovery> recovery_;
};

} // namespace

ast::Script parse(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
    Session session(sources, file, diagnostics);
    TSqlParser::ScriptContext* tree = session.parser().script();
    return session.lowering().script(tree);
}

std::optional<ast::Query> parse_query(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
    Session session(sources, file, diagnostics);
    TSqlParser::SingleQueryContext* tree = session.parser().singleQuery();
    return session.lowering().single_query(tree);
}

} // namespace t2d::frontend
