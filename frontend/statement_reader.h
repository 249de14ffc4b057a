// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "frontend/recovery.h"
#include "frontend/scanner.h"
#include "frontend/token_stream.h"

namespace t2d::frontend {

/// Parses a file statement by statement. What the parser made for one statement lives until the next is asked for, so
/// memory follows the largest statement and not the file.
class StatementReader {
public:
    enum class Found {
        call,      ///< a procedure's name at the start of a batch, without EXEC
        statement, ///< a statement, read or failed
        stray,     ///< tokens that belong to no statement
        batch_end, ///< GO
        file_end
    };

    /// The text must outlive the reader, which takes the filtered tokens over.
    StatementReader(std::string_view text, std::vector<ScanToken>&& tokens);

    /// Goes on to what comes next and forgets what was found before.
    Found next();
    /// Set after `Found::call`.
    [[nodiscard]] TSqlParser::BareCallContext* call() const { return call_; }
    /// Set after `Found::statement`.
    [[nodiscard]] TSqlParser::StatementContext* statement() const { return statement_; }
    /// Reads the whole text as one query.
    [[nodiscard]] TSqlParser::SingleQueryContext* query() { return parser_.singleQuery(); }

    [[nodiscard]] TokenStream& tokens() { return stream_; }
    /// Failures inside what was found last.
    [[nodiscard]] const Recovery& recovery() const { return *recovery_; }

private:
    TokenStream stream_;
    StatementParser parser_;
    std::shared_ptr<Recovery> recovery_;
    TSqlParser::BareCallContext* call_ = nullptr;
    TSqlParser::StatementContext* statement_ = nullptr;
    bool batch_begins_ = true;
    std::size_t verb_ = 0; ///< token type that the statement before starts with; 0 at the start of a batch
};

} // namespace t2d::frontend
