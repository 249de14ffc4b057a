// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/container/deque.hpp>

#include "ir/rel.h"

namespace t2d::ir {

/// Owns relational IR nodes of one compiled procedure; nodes never move and live as long as the arena.
class Arena {
public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    ScalarRef make(Scalar scalar);
    RelRef make(Rel rel);
    FromRef make(From from);
    /// Gives another type to a node of this arena that only its maker knows so far.
    static void retype(ScalarRef scalar, const SqlType& type);
    QuantId fresh_quantifier() { return next_quantifier_++; }
    int fresh_recursion() { return next_recursion_++; }

private:
    /// Blocks of many nodes: the standard library's deque allocates for every two of them.
    template <typename Node>
    using Blocks = boost::container::deque<Node, void, boost::container::deque_options_t<boost::container::block_size<64U>>>;

    Blocks<Scalar> scalars_;
    Blocks<Rel> rels_;
    Blocks<From> froms_;
    QuantId next_quantifier_ = 1;
    int next_recursion_ = 1;
};

} // namespace t2d::ir
