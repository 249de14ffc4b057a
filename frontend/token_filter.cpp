// SPDX-License-Identifier: Apache-2.0
#include "frontend/token_filter.h"

#include <algorithm>
#include <array>

#include "TSqlParser.h"
#include "frontend/keywords.h"

namespace t2d::frontend {
namespace {

using Tok = TSqlParser;

class Filter {
public:
    Filter(std::string_view text, std::vector<ScanToken>& tokens) : text_(text), tokens_(tokens) {}

    void run() {
        for (at_ = 0; at_ < tokens_.size(); ++at_) {
            const std::uint16_t kind = tokens_[at_].kind;
            // After a dot every word is a name: `x.value`, `t.[key]`, `t.key`.
            if (previous() == Tok::DOT && is_keyword(kind))
                tokens_[at_].kind = Tok::ID;
            else
                tokens_[at_].kind = static_cast<std::uint16_t>(retype(kind));
        }
    }

private:
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
        if (peek() == Tok::K_XMLNAMESPACES || word(1, "XMLNAMESPACES")) return Tok::K_WITH;
        if (peek() == Tok::K_CHECK && peek(2) == Tok::K_OPTION) return Tok::WITH_CHECK;
        static constexpr std::array<std::string_view, 5> module_options = {
            "SCHEMABINDING", "ENCRYPTION", "VIEW_METADATA", "RECOMPILE", "NATIVE_COMPILATION"};
        const bool names_query = peek(2) == Tok::LP || (peek(2) == Tok::K_AS && peek(3) == Tok::LP);
        const bool option =
            std::any_of(module_options.begin(), module_options.end(), [&](auto name) { return word(1, name); });
        return names_query && !option ? Tok::K_WITH : Tok::WITH_OPTION;
    }

    [[nodiscard]] std::size_t semicolon() const {
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
        const bool in_list = previous() == Tok::LP || previous() == Tok::COMMA || previous() == Tok::DOT;
        if (peek() == Tok::COLON && !in_list) return Tok::LABEL;
        return word(0, "AT") && word(1, "TIME") && word(2, "ZONE") ? Tok::AT_ZONE : Tok::ID;
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
        case Tok::K_FOR: return word(1, "SYSTEM_TIME") ? Tok::FOR_PERIOD : Tok::K_FOR;
        case Tok::K_UPDATE: return keep(peek() != Tok::LP, kind); // the function UPDATE(column) of triggers
        case Tok::K_OUTPUT:
        case Tok::K_OUT: return output(kind);
        default: return soft(kind);
        }
    }

    /// Words that are reserved nowhere: keywords only in the one place that needs them.
    [[nodiscard]] std::size_t soft(std::size_t kind) const {
        switch (kind) {
        case Tok::K_APPLY: return keep(previous() == Tok::K_CROSS || previous() == Tok::K_OUTER, kind);
        case Tok::K_TRY:
        case Tok::K_CATCH: return keep(previous() == Tok::K_BEGIN || previous() == Tok::K_END, kind);
        case Tok::K_COLUMNSTORE: return keep(peek() == Tok::K_INDEX, kind);
        case Tok::K_COPY: return keep(peek() == Tok::K_INTO && !after_name(), kind);
        case Tok::K_ENABLE:
        case Tok::K_DISABLE: return keep(peek() == Tok::K_TRIGGER && previous() != Tok::K_ADD && !in_alter(), kind);
        case Tok::K_RENAME: return keep(word(1, "OBJECT"), kind);
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
            return keep(after_operand() && (peek() == Tok::NUM || peek() == Tok::LOCAL_ID || peek() == Tok::LP), kind);
        case Tok::K_CONVERT:
        case Tok::K_TRY_CONVERT:
        case Tok::K_CAST:
        case Tok::K_TRY_CAST:
        case Tok::K_PARSE:
        case Tok::K_TRY_PARSE: return keep(peek() == Tok::LP && previous() != Tok::DCOLON, kind);
        case Tok::K_PARTITION: return keep(peek() == Tok::K_BY, kind);
        case Tok::K_PERIOD:
            return keep(peek() == Tok::K_FOR || (previous() == Tok::K_DROP && peek() == Tok::K_FOR), kind);
        case Tok::K_PRECISION: return keep(after_word("DOUBLE"), kind);
        case Tok::K_ROWS:
        case Tok::K_RANGE: return keep((after_operand() || previous() == Tok::LP) && frame_follows(), kind);
        case Tok::K_THROW:
            return keep(peek() != Tok::DOT && peek() != Tok::EQ && peek() != Tok::COMMA && !expects_operand(), kind);
        case Tok::K_USING: return keep(after_operand() && peek() != Tok::DOT, kind);
        case Tok::K_WINDOW:
            return keep(after_operand() && peek() == Tok::ID && peek(2) == Tok::K_AS && peek(3) == Tok::LP, kind);
        case Tok::K_WITHIN: return keep(peek() == Tok::K_GROUP, kind);
        case Tok::K_XMLNAMESPACES: return keep(previous() == Tok::K_WITH && peek() == Tok::LP, kind);
        default: return kind;
        }
    }

    [[nodiscard]] bool after_word(std::string_view upper) const {
        if (at_ == 0) return false;
        Filter before(text_, tokens_);
        before.at_ = at_ - 1;
        return before.word(0, upper);
    }
    [[nodiscard]] bool after_name() const { return previous() == Tok::K_FROM || previous() == Tok::COMMA; }
    /// `ALTER TABLE t ENABLE TRIGGER`: no statement of its own.
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
};

} // namespace

void filter_tokens(std::string_view text, std::vector<ScanToken>& tokens) { Filter(text, tokens).run(); }

} // namespace t2d::frontend
