// SPDX-License-Identifier: Apache-2.0
#include "ir/rel.h"

#include "ir/match.h"
#include "ir/text.h"

namespace t2d::ir {

namespace {
void collect(FromRef from, Quantifiers& out) {
    if (from == nullptr) return;
    match(
        from->node, [&](const Quantifier& quantifier) { out.push_back(&quantifier); },
        [&](const Join& join) {
            collect(join.left, out);
            collect(join.right, out);
        });
}
} // namespace

Quantifiers quantifiers(FromRef from) {
    Quantifiers out;
    collect(from, out);
    return out;
}

RelRef subquery_of(ScalarRef scalar) {
    return match(
        scalar->node, [](const Exists& n) { return n.query; }, [](const InQuery& n) { return n.query; }, [](const Quantified& n) { return n.query; },
        [](const ScalarSubquery& n) { return n.query; }, [](const auto&) { return RelRef(nullptr); });
}

int find_column(const std::vector<Column>& columns, std::string_view name) {
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (equal_ignoring_case(columns[i].name, name)) return static_cast<int>(i);
    return -1;
}

bool is_predicate(const Scalar& scalar) {
    return match(
        scalar.node, [](const Compare&) { return true; }, [](const Logic&) { return true; },
        [](const Not&) { return true; }, [](const IsTrue&) { return true; }, [](const IsNull&) { return true; },
        [](const Between&) { return true; }, [](const InList&) { return true; }, [](const Like&) { return true; },
        [](const Exists&) { return true; }, [](const InQuery&) { return true; }, [](const Quantified&) { return true; },
        [](const auto&) { return false; });
}

} // namespace t2d::ir
