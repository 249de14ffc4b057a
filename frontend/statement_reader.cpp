// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement_reader.h"

#include <utility>

#include "frontend/keywords.h"

namespace t2d::frontend {

using Tok = TSqlParser;

StatementReader::StatementReader(std::string_view text, std::vector<ScanToken>&& tokens)
    : stream_(text, std::move(tokens)), parser_(&stream_), recovery_(std::make_shared<Recovery>()) {
    parser_.setBuildParseTree(false);
    parser_.removeErrorListeners();
    parser_.setErrorHandler(recovery_);
    parser_.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(antlr4::atn::PredictionMode::SLL);
}

StatementReader::Found StatementReader::next() {
    parser_.forget();
    recovery_->forget();
    stream_.give_back();
    for (; stream_.LA(1) == Tok::SEMI; stream_.consume())
        batch_begins_ = false;
    const std::size_t type = stream_.LA(1);
    if (type == antlr4::Token::EOF) return Found::file_end;
    if (type == Tok::GO) {
        stream_.consume();
        batch_begins_ = true;
        verb_ = 0;
        return Found::batch_end;
    }
    if (std::exchange(batch_begins_, false) && (type == Tok::ID || type == Tok::DOT)) {
        verb_ = type;
        call_ = parser_.bareCall();
        return Found::call;
    }
    if (!starts_statement(type)) {
        recovery_->stray(&parser_, verb_);
        return Found::stray;
    }
    verb_ = type;
    statement_ = parser_.statement();
    return Found::statement;
}

} // namespace t2d::frontend
