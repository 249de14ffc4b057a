// SPDX-License-Identifier: Apache-2.0
#include "ir/rel.h"

#include "ir/match.h"
#include "ir/text.h"

namespace t2d::ir {

namespace {
void collect(FromRef from, std::vector<const Quantifier*>& out) {
    if (from == nullptr) return;
    match(
        from->node, [&](const Quantifier& quantifier) { out.push_back(&quantifier); },
        [&](const Join& join) {
            collect(join.left, out);
            collect(join.right, out);
        });
}
} // namespace

std::vector<const Quantifier*> quantifiers(FromRef from) {
    std::vector<const Quantifier*> out;
    collect(from, out);
    return out;
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
