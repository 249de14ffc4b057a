// SPDX-License-Identifier: Apache-2.0
#include "frontend/recognized.h"

#include <algorithm>
#include <array>

#include "TSqlParser.h"
#include "frontend/keywords.h"

namespace t2d::frontend {
namespace {

using Tok = TSqlParser;

constexpr std::string_view kObjects[] = {
#define RECOGNIZED_OBJECT(words) words,
#include "frontend/recognized.def"
};

struct Statement {
    std::string_view words;
    std::size_t operands;
    RecognizedEffect effect;
};
constexpr Statement kStatements[] = {
#define RECOGNIZED_STATEMENT(words, operands, effect) {words, operands, RecognizedEffect::effect},
#include "frontend/recognized.def"
};

/// The tokens of a file with the questions that are asked about them.
class Reader {
public:
    Reader(std::string_view text, std::span<const ScanToken> tokens) : text_(text), tokens_(tokens) {}

    [[nodiscard]] std::size_t size() const { return tokens_.size(); }
    [[nodiscard]] std::size_t kind(std::size_t at) const { return at < tokens_.size() ? tokens_[at].kind : 0; }
    [[nodiscard]] bool word(std::size_t at, std::string_view upper) const {
        if (at >= tokens_.size() || tokens_[at].end - tokens_[at].begin != upper.size()) return false;
        return std::equal(upper.begin(), upper.end(), text_.begin() + tokens_[at].begin,
                          [](char want, char c) { return want == (c >= 'a' && c <= 'z' ? c - 32 : c); });
    }
    /// How many tokens spell the space-separated `words` from `at` on; 0 when they do not.
    [[nodiscard]] std::size_t spelled(std::size_t at, std::string_view words) const {
        for (std::size_t count = 0;; ++count) {
            const std::size_t end = std::min(words.find(' '), words.size());
            if (!word(at + count, words.substr(0, end))) return 0;
            if (end == words.size()) return count + 1;
            words.remove_prefix(end + 1);
        }
    }

private:
    std::string_view text_;
    std::span<const ScanToken> tokens_;
};

std::optional<RecognizedHead> head_at(const Reader& in, std::size_t at) {
    RecognizedHead best;
    if (in.word(at, "CREATE") || in.word(at, "ALTER") || in.word(at, "DROP"))
        for (const std::string_view object : kObjects)
            if (const std::size_t n = in.spelled(at + 1, object); n + 1 > best.words && n > 0)
                best = {n + 1, object == "MASTER KEY" || object == "DATABASE ENCRYPTION KEY" ? 0u : 1u,
                        RecognizedEffect::none};
    for (const Statement& s : kStatements)
        if (const std::size_t n = in.spelled(at, s.words); n > best.words) best = {n, s.operands, s.effect};
    if (best.words == 0) return std::nullopt;
    return best;
}

/// CREATE, ALTER or DROP of something that the grammar knows or that is in the list.
bool starts_definition(const Reader& in, std::size_t at) {
    switch (in.kind(at + 1)) {
    case Tok::K_TABLE:
    case Tok::K_PROC:
    case Tok::K_PROCEDURE:
    case Tok::K_VIEW:
    case Tok::K_FUNCTION:
    case Tok::K_TRIGGER:
    case Tok::K_INDEX:
    case Tok::K_UNIQUE:
    case Tok::K_CLUSTERED:
    case Tok::K_NONCLUSTERED:
    case Tok::K_COLUMNSTORE:
    case Tok::K_SCHEMA:
    case Tok::K_SEQUENCE:
    case Tok::K_SYNONYM:
    case Tok::K_TYPE:
    case Tok::K_MATERIALIZED:
    case Tok::K_OR: return true;
    default: return head_at(in, at).has_value();
    }
}

/// After such a token the statement cannot be over.
bool wants_more(std::size_t kind) {
    switch (kind) {
    case Tok::COMMA:
    case Tok::EQ:
    case Tok::DOT:
    case Tok::DCOLON:
    case Tok::K_WITH:
    case Tok::K_FOR:
    case Tok::K_TO:
    case Tok::K_BY:
    case Tok::K_OF:
    case Tok::K_FROM:
    case Tok::K_AND:
    case Tok::K_OR:
    case Tok::K_AS:
    case Tok::K_NOT: return true;
    default: return false;
    }
}

/// Finds the end of one statement.
class Extent {
public:
    Extent(const Reader& in, std::size_t at, const RecognizedHead& head)
        : in_(in), first_(at), head_end_(at + head.words), at_(at + 1), operands_(head.operands) {
        const std::size_t verb = in.kind(at);
        permissions_ = verb == Tok::K_GRANT || verb == Tok::K_DENY || verb == Tok::K_REVOKE;
    }

    std::size_t end() {
        std::size_t depth = 0;
        std::size_t cases = 0;
        for (; at_ < in_.size(); ++at_) {
            const std::size_t kind = in_.kind(at_);
            if (kind == 0 || kind == Tok::GO || kind == Tok::BAD || kind == Tok::SEMI) break;
            if (kind == Tok::RP && depth == 0) break; // RECEIVE in the parentheses of WAITFOR
            if (depth == 0 && cases == 0 && at_ >= head_end_ + operands_ && ends_here(kind)) break;
            if (kind == Tok::K_CASE) ++cases;
            if (kind == Tok::K_END && cases > 0) --cases;
            if (kind == Tok::LP) ++depth;
            if (kind == Tok::RP) --depth;
            if (kind == Tok::K_TO || kind == Tok::K_FROM) permissions_ = false;
            if (at_ < head_end_) continue;
            only_names_ = only_names_ && (kind == Tok::ID || kind == Tok::DOT || kind == Tok::K_ON ||
                                          kind == Tok::K_CURRENT || kind == Tok::K_ALL || kind == Tok::K_FOR);
        }
        return at_;
    }

private:
    [[nodiscard]] bool ends_here(std::size_t kind) const {
        if (kind == Tok::K_END || kind == Tok::K_ELSE) return true;
        const std::size_t before = in_.kind(at_ - 1);
        if (kind == Tok::ID) return in_.kind(at_ + 1) == Tok::COLON && !wants_more(before);
        if (permissions_ || (at_ > head_end_ && wants_more(before))) return false;
        if (in_.word(at_ - 1, "AFTER") || in_.word(at_ - 1, "BEFORE")) return false; // of security policies
        return starts_other(kind);
    }

    [[nodiscard]] bool starts_other(std::size_t kind) const {
        switch (kind) {
        case Tok::K_CREATE:
        case Tok::K_ALTER:
        case Tok::K_DROP: return starts_definition(in_, at_);
        case Tok::K_ADD:
        case Tok::K_SEND:
        case Tok::K_GET:
        case Tok::K_MOVE:
        case Tok::K_RENAME:
        case Tok::K_COPY:
        case Tok::K_ENABLE:
        case Tok::K_DISABLE: return head_at(in_, at_).has_value();
        case Tok::K_RECEIVE: return in_.kind(at_ + 1) == Tok::K_TOP || in_.kind(at_ + 1) == Tok::STAR;
        case Tok::K_WITH: return starts_table_expression();
        case Tok::K_IF: return !exists_clause();
        case Tok::K_SET: return !set_clause();
        case Tok::K_UPDATE: return !in_.word(at_ + 1, "POPULATION"); // of a full-text index
        case Tok::K_MERGE: return in_.kind(at_ - 1) != Tok::RP || in_.kind(at_ + 1) == Tok::K_INTO; // MERGE RANGE
        case Tok::K_OPTION: return false;
        default: return starts_statement(kind);
        }
    }

    /// SET of the statement itself: in parentheses, or right after the name of what is altered.
    [[nodiscard]] bool set_clause() const {
        if (in_.kind(at_ + 1) == Tok::LP) return true;
        return in_.kind(first_) == Tok::K_ALTER && only_names_ && !in_.word(first_ + 1, "INDEX");
    }
    /// `DROP x IF EXISTS name`, `… IF NOT EXISTS name`.
    [[nodiscard]] bool exists_clause() const {
        const std::size_t exists = in_.kind(at_ + 1) == Tok::K_NOT ? at_ + 2 : at_ + 1;
        return in_.kind(exists) == Tok::K_EXISTS && in_.kind(exists + 1) != Tok::LP;
    }
    [[nodiscard]] bool starts_table_expression() const {
        if (in_.kind(at_ + 1) == Tok::K_XMLNAMESPACES) return !in_.word(first_ + 1, "INDEX") && !in_.word(first_ + 1, "SELECTIVE");
        if (in_.kind(at_ + 1) != Tok::ID) return false;
        std::size_t next = at_ + 2;
        if (in_.kind(next) == Tok::LP) {
            while (in_.kind(next + 1) == Tok::ID || in_.kind(next + 1) == Tok::COMMA)
                ++next;
            next += 2;
        }
        return in_.kind(next) == Tok::K_AS && in_.kind(next + 1) == Tok::LP;
    }

    const Reader& in_;
    std::size_t first_;
    std::size_t head_end_;
    std::size_t at_;
    std::size_t operands_;
    bool permissions_ = false; ///< before TO of GRANT every statement's verb is the name of a right
    bool only_names_ = true;   ///< nothing but names since the head: SET belongs to the statement
};

} // namespace

std::optional<RecognizedHead> recognized_head(std::string_view text, std::span<const ScanToken> tokens,
                                              std::size_t at) {
    return head_at(Reader(text, tokens), at);
}

std::size_t recognized_end(std::string_view text, std::span<const ScanToken> tokens, std::size_t at,
                           const RecognizedHead& head) {
    const Reader reader(text, tokens);
    return Extent(reader, at, head).end();
}

} // namespace t2d::frontend
