// SPDX-License-Identifier: Apache-2.0
#include "frontend/token_filter.h"

#include <algorithm>
#include <array>

#include "TSqlParser.h"
#include "frontend/keywords.h"
#include "frontend/recognized.h"

namespace t2d::frontend {
namespace {

using Tok = TSqlParser;

class Filter {
public:
    Filter(std::string_view text, std::vector<ScanToken>& tokens) : text_(text), tokens_(tokens) {}

    void run() {
        for (at_ = 0; at_ < tokens_.size(); ++at_) {
            if (quotes_are_strings_ && text_[tokens_[at_].begin] == '"' && tokens_[at_].kind == Tok::ID) tokens_[at_].kind = Tok::STRING;
            const std::uint16_t kind = tokens_[at_].kind;
            if (kind == Tok::K_SET) quoted_identifier();
            // After a dot every word is a name: `x.value`, `t.[key]`, `t.key`.
            if ((previous() == Tok::DOT || odbc_function()) && is_keyword(kind))
                tokens_[at_].kind = Tok::ID;
            else if (kind == Tok::ID && previous() == Tok::K_SET && word(0, "OFFSETS"))
                name_offsets();
            else if (may_be_recognized(kind) && recognize())
                continue;
            else
                tokens_[at_].kind = static_cast<std::uint16_t>(retype(kind));
            if (kind != Tok::ID && tokens_[at_].kind == Tok::ID && peek() == Tok::COLON)
                tokens_[at_].kind = static_cast<std::uint16_t>(id()); // a label that is a keyword elsewhere
        }
    }

private:
    /// The verbs of recognized.def, where they stand at the start of a statement.
    [[nodiscard]] bool may_be_recognized(std::size_t kind) const {
        switch (kind) {
        case Tok::K_CREATE: return true;
        case Tok::K_ALTER:
        case Tok::K_DROP: return !in_alter();
        case Tok::K_BEGIN:
        case Tok::K_END:
        case Tok::K_OPEN:
        case Tok::K_CLOSE:
        case Tok::K_INSERT:
        case Tok::K_UPDATE:
        case Tok::K_BULK:
        case Tok::K_BACKUP:
        case Tok::K_CHECKPOINT:
        case Tok::K_DBCC:
        case Tok::K_DENY:
        case Tok::K_GRANT:
        case Tok::K_KILL:
        case Tok::K_LINENO:
        case Tok::K_READTEXT:
        case Tok::K_RECONFIGURE:
        case Tok::K_RESTORE:
        case Tok::K_REVERT:
        case Tok::K_REVOKE:
        case Tok::K_SETUSER:
        case Tok::K_SHUTDOWN:
        case Tok::K_UPDATETEXT:
        case Tok::K_WAITFOR:
        case Tok::K_WRITETEXT: return true;
        case Tok::K_ADD:
        case Tok::K_ENABLE:
        case Tok::K_DISABLE: return !in_alter() && previous() != Tok::COMMA;
        case Tok::K_USE: return peek(2) == Tok::ID;
        case Tok::K_COPY: return peek() == Tok::K_INTO && !after_name();
        case Tok::K_RENAME:
        case Tok::K_SEND:
        case Tok::K_GET:
        case Tok::K_MOVE: return !expects_operand();
        case Tok::K_RECEIVE: return receives();
        default: return false;
        }
    }

    /// RECEIVE is a common word: it starts a statement where one must start.
    [[nodiscard]] bool receives() const {
        switch (previous()) {
        case 0:
        case Tok::SEMI:
        case Tok::GO:
        case Tok::K_BEGIN:
        case Tok::K_ELSE:
        case Tok::K_TRY:
        case Tok::K_CATCH: return true;
        default: return peek() == Tok::K_TOP || peek() == Tok::STAR;
        }
    }

    /// SET QUOTED_IDENTIFIER holds for all text behind it (https://learn.microsoft.com/sql/t-sql/statements/set-quoted-identifier-transact-sql).
    void quoted_identifier() {
        bool named = false;
        std::size_t ahead = 1;
        for (; peek(ahead) == Tok::ID || peek(ahead) == Tok::COMMA; ++ahead)
            named = named || word(ahead, "QUOTED_IDENTIFIER");
        if (named && (peek(ahead) == Tok::K_OFF || peek(ahead) == Tok::K_ON)) quotes_are_strings_ = peek(ahead) == Tok::K_OFF;
    }

    /// `{fn insert (…)}`: names of functions that are keywords elsewhere.
    [[nodiscard]] bool odbc_function() const {
        return previous(2) == Tok::LB && peek() == Tok::LP && after_word("FN");
    }

    /// SET OFFSETS SELECT, FROM, … ON: the keywords are names of settings.
    void name_offsets() {
        for (std::size_t i = at_ + 1; i < tokens_.size() && (is_keyword(tokens_[i].kind) || tokens_[i].kind == Tok::ID || tokens_[i].kind == Tok::COMMA); ++i) {
            if (tokens_[i].kind == Tok::K_ON || tokens_[i].kind == Tok::K_OFF) break;
            if (tokens_[i].kind != Tok::COMMA) tokens_[i].kind = Tok::ID;
        }
    }

    /// Re-types a whole statement of the closed list; false when none starts here.
    bool recognize() {
        const std::optional<RecognizedHead> head = recognized_head(text_, tokens_, at_);
        if (!head) return false;
        const std::size_t end = recognized_end(text_, tokens_, at_, *head);
        tokens_[at_].kind = Tok::RECOGNIZED;
        for (std::size_t i = at_ + 1; i < end; ++i)
            tokens_[i].kind = Tok::RECOGNIZED_REST;
        at_ = end - 1;
        return true;
    }

    [[nodiscard]] std::size_t peek(std::size_t ahead = 1) const {
        return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].kind : 0;
    }
    [[nodiscard]] std::size_t previous(std::size_t back = 1) const {
        return at_ >= back ? tokens_[at_ - back].kind : 0;
    }

    /// True when the token `ahead` of here is the given word, written in any case and without quotes.
    [[nodiscard]] bool word(std::size_t ahead, std::string_view upper) const {
        if (at_ + ahead >= tokens_.size()) return false;
        const ScanToken& token = tokens_[at_ + ahead];
        if (token.end - token.begin != upper.size()) return false;
        return std::equal(upper.begin(), upper.end(), text_.begin() + token.begin,
                          [](char want, char c) { return want == (c >= 'a' && c <= 'z' ? c - 32 : c); });
    }

    /// True when the token before can end an operand, so that what follows continues or ends an expression or a table.
    [[nodiscard]] bool after_operand() const {
        switch (previous()) {
        case Tok::ID:
        case Tok::LOCAL_ID:
        case Tok::STRING:
        case Tok::NUM:
        case Tok::REAL:
        case Tok::MONEY:
        case Tok::BINARY:
        case Tok::RP:
        case Tok::RB:
        case Tok::K_NULL:
        case Tok::K_DEFAULT:
        case Tok::K_END:
        case Tok::K_ASC:
        case Tok::K_DESC:
        case Tok::STAR:
        case Tok::K_USER:
        case Tok::K_ALL: return true;
        default: return false;
        }
    }

    [[nodiscard]] std::size_t keep(bool is_keyword_here, std::size_t kind) const {
        return is_keyword_here ? kind : std::size_t{Tok::ID};
    }

    /// WITH has four roles; a table expression looks like `WITH name AS (` or `WITH name (`.
    [[nodiscard]] std::size_t with() const {
        if (peek() == Tok::LP) return Tok::WITH_PAREN;
        if (peek() == Tok::K_XMLNAMESPACES || (peek() == Tok::K_CHANGE_TRACKING_CONTEXT && peek(2) == Tok::LP))
            return Tok::K_WITH;
        if (peek() == Tok::K_CHECK && peek(2) == Tok::K_OPTION) return Tok::WITH_CHECK;
        static constexpr std::array<std::string_view, 5> module_options = {
            "SCHEMABINDING", "ENCRYPTION", "VIEW_METADATA", "RECOMPILE", "NATIVE_COMPILATION"};
        const bool names_query = (peek(2) == Tok::LP && peek(4) != Tok::EQ) || (peek(2) == Tok::K_AS && peek(3) == Tok::LP);
        const bool option =
            std::any_of(module_options.begin(), module_options.end(), [&](auto name) { return word(1, name); });
        return names_query && !option ? Tok::K_WITH : Tok::WITH_OPTION;
    }

    [[nodiscard]] std::size_t semicolon() const {
        if (peek() == Tok::NUM && previous() == Tok::ID) return Tok::SEMI_NUMBER;
        std::size_t next = 1;
        while (peek(next) == Tok::SEMI)
            ++next;
        return peek(next) == Tok::K_ELSE ? Tok::SEMI_ELSE : Tok::SEMI;
    }

    /// OUTPUT and OUT follow what ends: a table, a value, a type, DELETE of a MERGE. Elsewhere they are names.
    [[nodiscard]] std::size_t output(std::size_t kind) const {
        const bool ended = after_operand() || previous() == Tok::K_DELETE || previous() == Tok::K_VALUES ||
                           previous() == Tok::K_VARYING || previous() == Tok::K_ON || previous() == Tok::K_OFF;
        return keep(ended && peek() != Tok::DOT && peek() != Tok::EQ, kind);
    }

    [[nodiscard]] std::size_t id() const {
        if (peek() == Tok::COLON && !inside_expression()) return Tok::LABEL;
        return word(0, "AT") && word(1, "TIME") && word(2, "ZONE") ? Tok::AT_ZONE : Tok::ID;
    }

    /// A name here is an operand, so a colon after it does not make it a label (JSON_OBJECT (a + b : c)).
    [[nodiscard]] bool inside_expression() const {
        switch (previous()) {
        case Tok::LP:
        case Tok::COMMA:
        case Tok::DOT:
        case Tok::PLUS:
        case Tok::MINUS:
        case Tok::STAR:
        case Tok::SLASH:
        case Tok::PCT:
        case Tok::AMP:
        case Tok::PIPE:
        case Tok::CARET: return true;
        default: return false;
        }
    }

    [[nodiscard]] bool frame_follows() const {
        return peek() == Tok::K_BETWEEN || peek() == Tok::K_CURRENT || peek() == Tok::NUM || peek() == Tok::LOCAL_ID ||
               word(1, "UNBOUNDED");
    }

    [[nodiscard]] std::size_t retype(std::size_t kind) const {
        switch (kind) {
        case Tok::ID: return id();
        case Tok::SEMI: return semicolon();
        case Tok::K_WITH: return with();
        case Tok::K_NOT:
            return peek() == Tok::K_IN || peek() == Tok::K_LIKE || peek() == Tok::K_BETWEEN ? Tok::NOT_OP : Tok::K_NOT;
        case Tok::K_FOR:
            return word(1, "SYSTEM_TIME") ? Tok::FOR_PERIOD : word(1, "PATH") ? Tok::FOR_PATH : Tok::K_FOR;
        case Tok::K_UPDATE: return keep(peek() != Tok::LP, kind); // the function UPDATE(column) of triggers
        case Tok::K_OUTPUT:
        case Tok::K_OUT: return output(kind);
        case Tok::LP: return starts_query() ? Tok::LP_QUERY : Tok::LP;
        default: return soft(kind);
        }
    }

    /// A parenthesis where a statement must start holds a query.
    [[nodiscard]] bool starts_query() const {
        const std::size_t before = previous();
        if (before != 0 && before != Tok::SEMI && before != Tok::GO && before != Tok::K_BEGIN) return false;
        std::size_t next = 1;
        while (peek(next) == Tok::LP)
            ++next;
        return peek(next) == Tok::K_SELECT;
    }

    /// Words that are reserved nowhere: keywords only in the one place that needs them.
    [[nodiscard]] std::size_t soft(std::size_t kind) const {
        switch (kind) {
        case Tok::K_APPLY: return keep(previous() == Tok::K_CROSS || previous() == Tok::K_OUTER, kind);
        case Tok::K_TRY:
        case Tok::K_CATCH: return keep(previous() == Tok::K_BEGIN || previous() == Tok::K_END, kind);
        case Tok::K_ABSENT: return keep(peek() == Tok::K_ON && peek(2) == Tok::K_NULL, kind);
        case Tok::K_CHANGE_TRACKING_CONTEXT: return keep(previous() == Tok::K_WITH, kind);
        case Tok::K_COLUMNSTORE:
            return keep(peek() == Tok::K_INDEX || previous() == Tok::K_CLUSTERED || previous() == Tok::K_NONCLUSTERED ||
                            (previous(2) == Tok::K_INDEX && peek() == Tok::LP),
                        kind);
        case Tok::K_CONNECTION: return keep(peek() == Tok::LP && (previous(2) == Tok::K_CONSTRAINT || previous() == Tok::LP || previous() == Tok::COMMA), kind);
        case Tok::K_HASH: return keep(after_key_word() && (peek() == Tok::LP || peek() == Tok::K_WITH), kind);
        case Tok::K_CHANGES:
        case Tok::K_VERSION: return keep(previous() == Tok::LP && after_word("CHANGETABLE", 2), kind);
        case Tok::K_LEADING:
        case Tok::K_TRAILING:
        case Tok::K_BOTH:
            return keep(previous() == Tok::LP && after_word("TRIM", 2) && peek() != Tok::RP && peek() != Tok::COMMA &&
                            peek() != Tok::DOT && peek() != Tok::K_FROM,
                        kind);
        case Tok::K_LANGUAGE: return keep(previous() == Tok::COMMA && is_constant(peek()), kind);
        case Tok::K_MATCH: return keep(peek() == Tok::LP && graph_pattern(), kind);
        case Tok::K_NATIONAL: return keep(word(1, "CHAR") || word(1, "CHARACTER") || word(1, "TEXT"), kind);
        case Tok::K_OPENDATASOURCE:
            return keep(peek() == Tok::LP && (changes_target() || previous() == Tok::K_EXEC || previous() == Tok::K_EXECUTE), kind);
        case Tok::K_OPENQUERY:
        case Tok::K_OPENROWSET: return keep(peek() == Tok::LP && changes_target(), kind);
        case Tok::K_RETURNING: return keep(after_operand() && peek() == Tok::ID, kind);
        case Tok::K_COPY:
        case Tok::K_ENABLE:
        case Tok::K_DISABLE:
        case Tok::K_GET:
        case Tok::K_MOVE:
        case Tok::K_RECEIVE:
        case Tok::K_RENAME:
        case Tok::K_SEND: return Tok::ID;
        case Tok::K_GROUPING: return keep(word(1, "SETS"), kind);
        case Tok::K_IGNORE:
        case Tok::K_RESPECT: return keep(word(1, "NULLS"), kind);
        case Tok::K_INCLUDE: return keep(previous() == Tok::RP && peek() == Tok::LP, kind);
        case Tok::K_MATCHED:
            return keep(previous() == Tok::K_WHEN || (previous() == Tok::K_NOT && previous(2) == Tok::K_WHEN), kind);
        case Tok::K_TARGET:
        case Tok::K_SOURCE: return keep(previous() == Tok::K_BY && previous(2) == Tok::K_MATCHED, kind);
        case Tok::K_MATERIALIZED: return keep(peek() == Tok::K_VIEW, kind);
        case Tok::K_SEQUENCE:
        case Tok::K_SYNONYM:
        case Tok::K_TYPE: return keep(previous() == Tok::K_CREATE || previous() == Tok::K_DROP, kind);
        case Tok::K_NEXT: return keep(word(1, "VALUE") && peek(2) == Tok::K_FOR, kind);
        case Tok::K_OFFSET:
            return keep(after_operand() && (peek() == Tok::NUM || peek() == Tok::LOCAL_ID || peek() == Tok::LP ||
                                            word(2, "ROW") || word(2, "ROWS")),
                        kind);
        case Tok::K_CONVERT:
        case Tok::K_TRY_CONVERT:
        case Tok::K_CAST:
        case Tok::K_TRY_CAST:
        case Tok::K_PARSE:
        case Tok::K_TRY_PARSE: return keep(peek() == Tok::LP && previous() != Tok::DCOLON && !names_object(), kind);
        case Tok::K_PARTITION: return keep(peek() == Tok::K_BY, kind);
        case Tok::K_PERIOD:
            return keep(peek() == Tok::K_FOR || (previous() == Tok::K_DROP && peek() == Tok::K_FOR), kind);
        case Tok::K_PRECISION: return keep(after_word("DOUBLE"), kind);
        case Tok::K_ROWS:
        case Tok::K_RANGE: return keep((after_operand() || previous() == Tok::LP) && frame_follows(), kind);
        case Tok::K_THROW:
            return keep(throws() && !expects_operand() && !inside_expression() && !names_object() && previous() != Tok::EQ &&
                            previous() != Tok::K_BY,
                        kind);
        case Tok::K_USING: return keep(after_operand() && peek() != Tok::DOT, kind);
        case Tok::K_WINDOW:
            return keep(after_operand() && peek() == Tok::ID && peek(2) == Tok::K_AS && peek(3) == Tok::LP, kind);
        case Tok::K_WITHIN: return keep(peek() == Tok::K_GROUP, kind);
        case Tok::K_XMLNAMESPACES: return keep(previous() == Tok::K_WITH && peek() == Tok::LP, kind);
        default: return kind;
        }
    }

    /// After THROW stands nothing or the number of an error.
    [[nodiscard]] bool throws() const {
        switch (peek()) {
        case 0:
        case Tok::SEMI:
        case Tok::GO:
        case Tok::NUM:
        case Tok::LOCAL_ID:
        case Tok::K_END:
        case Tok::K_ELSE:
        case Tok::ID: return true;
        default: return starts_statement(peek());
        }
    }
    /// After such a word stands the name of a table or module.
    [[nodiscard]] bool names_object() const {
        switch (previous()) {
        case Tok::K_TABLE:
        case Tok::K_INTO:
        case Tok::K_VIEW:
        case Tok::K_PROC:
        case Tok::K_PROCEDURE:
        case Tok::K_FUNCTION:
        case Tok::K_UPDATE:
        case Tok::K_DELETE:
        case Tok::K_EXEC:
        case Tok::K_EXECUTE:
        case Tok::K_DECLARE:
        case Tok::K_OPEN:
        case Tok::K_REFERENCES: return true;
        default: return false;
        }
    }
    [[nodiscard]] bool after_key_word() const {
        return previous() == Tok::K_CLUSTERED || previous() == Tok::K_NONCLUSTERED || previous() == Tok::K_KEY ||
               previous() == Tok::K_UNIQUE || previous(2) == Tok::K_INDEX;
    }
    [[nodiscard]] static bool is_constant(std::size_t kind) {
        return kind == Tok::STRING || kind == Tok::NUM || kind == Tok::BINARY || kind == Tok::LOCAL_ID;
    }
    /// MATCH ( a-(e)->b … ), MATCH ( SHORTEST_PATH (…) ): a pattern of graph tables, not a call.
    [[nodiscard]] bool graph_pattern() const {
        if (word(2, "SHORTEST_PATH") || word(2, "LAST_NODE")) return true;
        const std::size_t edge = peek(3) == Tok::LT ? 4 : 3;
        return peek(2) == Tok::ID && peek(edge) == Tok::MINUS && peek(edge + 1) == Tok::LP;
    }
    /// The word stands where INSERT, UPDATE and DELETE name what they change.
    [[nodiscard]] bool changes_target() const {
        switch (previous()) {
        case Tok::K_INSERT:
        case Tok::K_UPDATE:
        case Tok::K_DELETE: return true;
        case Tok::K_INTO: return previous(2) == Tok::K_INSERT;
        case Tok::K_FROM: return previous(2) == Tok::K_DELETE;
        default: return false;
        }
    }

    /// The token `back` before this one is the given word.
    [[nodiscard]] bool after_word(std::string_view upper, std::size_t back = 1) const {
        if (at_ < back) return false;
        Filter before(text_, tokens_);
        before.at_ = at_ - back;
        return before.word(0, upper);
    }
    [[nodiscard]] bool after_name() const { return previous() == Tok::K_FROM || previous() == Tok::COMMA; }
    /// `ALTER TABLE t ENABLE TRIGGER`, `ALTER TABLE t DROP …`: no statement of its own.
    [[nodiscard]] bool in_alter() const {
        for (std::size_t back = 1; back <= 7 && at_ >= back; ++back) {
            const std::size_t kind = previous(back);
            if (kind == Tok::K_TABLE && previous(back + 1) == Tok::K_ALTER) return true;
            if (kind != Tok::ID && kind != Tok::DOT) return false;
        }
        return false;
    }
    [[nodiscard]] bool expects_operand() const {
        return previous() == Tok::K_AS || previous() == Tok::K_SELECT || previous() == Tok::COMMA ||
               previous() == Tok::LP || previous() == Tok::K_FROM;
    }

    std::string_view text_;
    std::vector<ScanToken>& tokens_;
    std::size_t at_ = 0;
    bool quotes_are_strings_ = false; ///< after SET QUOTED_IDENTIFIER OFF
};

} // namespace

void filter_tokens(std::string_view text, std::vector<ScanToken>& tokens) { Filter(text, tokens).run(); }

} // namespace t2d::frontend
