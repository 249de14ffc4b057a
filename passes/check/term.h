// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ir/source.h"

/// The facts of the structural check as terms: one shape for scalars, predicates and relations of both sides, so that two facts are equal exactly
/// when they are the same term.
namespace t2d::passes::check {

using TermId = std::uint32_t;

/// `op` says what the node is, `text` its constant part (a name, a literal, a join kind), `args` its operands.
struct Term {
    std::string_view op; ///< owned by the pool, which has it once
    std::string text;
    std::vector<TermId> args;
};

/// Operators over a relation that give a value; the relation is their first operand.
[[nodiscard]] constexpr bool is_subquery(std::string_view op) { return op == "exists" || op == "scalar" || op == "in_rel" || op == "quantified" || op == "collected"; }

/// What occurs in a term or below it, as bits, so that large terms need not be searched.
enum Content : unsigned { has_window = 1, has_aggregate = 2, has_opaque = 4, has_volatile = 8, has_identity = 16 };

/// Owns terms; equal terms have equal ids. Ids grow in the order of creation, which is the same in every run.
class TermPool {
public:
    TermPool() = default;
    TermPool(const TermPool&) = delete; // terms refer to the pool's operators
    TermPool& operator=(const TermPool&) = delete;
    /// The term as given, without any rewriting; a value that is nested too deep becomes opaque, so that walking a term needs no deep stack.
    TermId make(std::string_view op, std::string_view text = {}, std::vector<TermId> args = {});
    [[nodiscard]] const Term& operator[](TermId id) const { return terms_[id]; }
    /// The facts have grown beyond what the check works on: a procedure that reads its own results many times over.
    [[nodiscard]] bool full() const { return terms_.size() - start_ > kMaxTerms || deepest_ > kMaxDepth; }
    /// From here on the text of another model is read: the size that counts for `full` is that of this check, and places are in that text.
    void start_model() {
        start_ = terms_.size();
        places_[1].clear();
        side = 1;
    }
    [[nodiscard]] bool is(TermId id, std::string_view op) const { return terms_[id].op == op; }
    [[nodiscard]] bool has(TermId id, unsigned content) const { return (contents_[id] & content) != 0; }
    /// A set of the uses of relations in a term: two terms whose sets share no bit have no use in common.
    [[nodiscard]] std::uint64_t uses(TermId id) const { return uses_[id]; }
    /// A name that no other term of the pool has: identifies one use of a relation in a FROM clause.
    TermId fresh_atom() { return make("atom", std::to_string(next_atom_++)); }
    /// A term that is equal to nothing else: what the check does not understand. `why` is shown to the user.
    TermId opaque(std::string_view why);

    /// Where a term was written first; kept once per side (see `side`).
    void place(TermId id, SourceSpan span);
    [[nodiscard]] SourceSpan place_of(TermId id, int side) const;
    int side = 0; ///< 0: the procedure, 1: the model

private:
    static constexpr std::size_t kMaxTerms = 150'000;
    static constexpr std::uint32_t kMaxDepth = 600;

    std::set<std::string, std::less<>> ops_;
    std::deque<Term> terms_; // references to terms stay valid while terms are added
    std::vector<unsigned> contents_;
    std::vector<std::uint64_t> uses_;
    std::vector<std::uint32_t> depths_;
    std::uint32_t deepest_ = 0;
    std::unordered_multimap<std::size_t, TermId> index_; ///< by the hash of what the term is made of
    std::unordered_map<TermId, SourceSpan> places_[2];
    std::size_t start_ = 0;
    int next_atom_ = 0;
    int next_opaque_ = 0;
};

/// A term for people, in T-SQL-like words; cut off at `limit` characters.
[[nodiscard]] std::string show(const TermPool& pool, TermId id, std::size_t limit = 160);

} // namespace t2d::passes::check
