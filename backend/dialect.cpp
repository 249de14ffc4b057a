// SPDX-License-Identifier: Apache-2.0
#include "backend/dialect.h"

namespace t2d::backend {

std::string Dialect::sort_key(const ir::SortKey& key, const Surroundings& around, int indent) const {
    const std::string text = grouping_key(*key.expr, around, indent).text + (key.descending ? " desc" : "");
    return key.expr->nullable ? text + (key.descending ? " nulls last" : " nulls first") : text;
}

std::string Dialect::table_function(const ir::FunctionScan&, const std::vector<ir::Column>&, const Surroundings&, int) const { return {}; }

std::optional<std::string> Dialect::unsupported(const ir::Scalar&) const { return std::nullopt; }

std::optional<std::string> Dialect::unsupported(const ir::Rel&) const { return std::nullopt; }

} // namespace t2d::backend
