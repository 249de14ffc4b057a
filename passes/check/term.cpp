// SPDX-License-Identifier: Apache-2.0
#include "passes/check/term.h"

#include <algorithm>
#include <array>
#include <functional>

namespace t2d::passes::check {

namespace {

/// Order of the operands counts; collisions are told apart by comparing the terms.
std::size_t hash_of(std::string_view op, std::string_view text, const std::vector<TermId>& args) {
    std::size_t hash = std::hash<std::string_view>{}(op) * 31 + std::hash<std::string_view>{}(text);
    for (const TermId arg : args) hash = (hash ^ arg) * 0x9E3779B97F4A7C15U;
    return hash;
}

unsigned content_of(std::string_view op) {
    if (op.starts_with("win:")) return has_window;
    if (op.starts_with("agg:")) return has_aggregate;
    if (op == "identity" || op == "next_value") return has_identity;
    if (op == "opaque") return has_opaque | has_volatile;
    return op == "fn:newid" ? unsigned{has_volatile} : 0U;
}

/// What a query block is put together of: its reader takes it apart again, so it has to stay.
bool is_block_part(std::string_view op) {
    static constexpr std::array<std::string_view, 16> kParts{"select", "from", "join", "out", "as", "group", "and", "limit", "order", "key", "union_all", "block", "set", "sets", "col", "once"};
    return std::find(kParts.begin(), kParts.end(), op) != kParts.end();
}

struct Infix {
    std::string_view op, word;
};
constexpr std::array kInfix{Infix{"and", " and "}, Infix{"or", " or "}, Infix{"eq", " = "}, Infix{"ne", " <> "}, Infix{"lt", " < "}, Infix{"le", " <= "},
                            Infix{"add", " + "}, Infix{"sub", " - "}, Infix{"mul", " * "}, Infix{"div", " / "}, Infix{"mod", " % "}, Infix{"concat", " || "}};

/// Prints into one string until the limit is reached.
class Printer {
public:
    Printer(const TermPool& pool, std::size_t limit) : pool_(pool), limit_(limit) {}

    void print(TermId id) {
        if (out.size() > limit_) return;
        const Term& term = pool_[id];
        for (const Infix& infix : kInfix)
            if (term.op == infix.op) return list(term.args, "(", infix.word, ")");
        if (term.op == "lit" || term.op == "table" || term.op == "name") out += term.text.starts_with("s:") ? "'" + term.text.substr(2) + "'" : term.text;
        else if (term.op == "col") out += term.text;
        else if (term.op == "ncol") print(term.args[1]);
        else if (term.op == "param") out += "@" + term.text;
        else if (term.op == "opaque") out += "(" + term.text.substr(0, term.text.find('#')) + ")";
        else call(term);
    }

    std::string out;

private:
    void call(const Term& term) {
        out += term.op;
        if (!term.text.empty()) out += " " + term.text;
        list(term.args, "(", ", ", ")");
    }
    void list(const std::vector<TermId>& args, std::string_view open, std::string_view between, std::string_view close) {
        out += open;
        for (std::size_t i = 0; i < args.size(); ++i) {
            if (i != 0) out += between;
            print(args[i]);
        }
        out += close;
    }

    const TermPool& pool_;
    std::size_t limit_;
};

} // namespace

TermId TermPool::make(std::string_view op, std::string_view text, std::vector<TermId> args) {
    const std::size_t hash = hash_of(op, text, args);
    const auto [begin, end] = index_.equal_range(hash);
    for (auto known = begin; known != end; ++known)
        if (const Term& term = terms_[known->second]; term.args == args && term.op == op && term.text == text) return known->second;
    std::uint32_t depth = 0;
    for (const TermId arg : args) depth = std::max(depth, depths_[arg] + 1);
    deepest_ = std::max(deepest_, depth);
    if (depth > kMaxDepth && !is_block_part(op)) return opaque("an expression that is nested too deep");
    const auto id = static_cast<TermId>(terms_.size());
    unsigned content = content_of(op);
    std::uint64_t uses = op == "atom" || op == "use" ? std::uint64_t{1} << (id % 64U) : 0;
    for (const TermId arg : args) {
        content |= contents_[arg];
        uses |= uses_[arg];
    }
    // The identities of a subquery's rows number those rows; the windows of a list look at its rows.
    if (is_subquery(op) && (args.size() < 2 || !has(args[1], has_identity))) content &= ~unsigned{has_identity};
    if (op == "collected") content &= ~unsigned{has_window};
    depths_.push_back(depth);
    contents_.push_back(content);
    uses_.push_back(uses);
    auto known_op = ops_.find(op);
    if (known_op == ops_.end()) known_op = ops_.emplace(op).first;
    terms_.push_back({*known_op, std::string(text), std::move(args)});
    index_.emplace(hash, id);
    return id;
}

TermId TermPool::opaque(std::string_view why) { return make("opaque", std::string(why) + "#" + std::to_string(next_opaque_++)); }

void TermPool::place(TermId id, SourceSpan span) {
    if (span.valid()) places_[side].emplace(id, span);
}

SourceSpan TermPool::place_of(TermId id, int which) const {
    const auto found = places_[which].find(id);
    return found == places_[which].end() ? SourceSpan{} : found->second;
}

std::string show(const TermPool& pool, TermId id, std::size_t limit) {
    Printer printer(pool, limit);
    printer.print(id);
    if (printer.out.size() > limit) printer.out = printer.out.substr(0, limit) + "…";
    return printer.out;
}

} // namespace t2d::passes::check
