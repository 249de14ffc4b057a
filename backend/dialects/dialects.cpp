// SPDX-License-Identifier: Apache-2.0
#include "backend/dialects/duckdb.h"
#include "backend/dialects/postgres.h"

namespace t2d::backend {

const Dialect* find_dialect(std::string_view name) {
    for (const Dialect* dialect : {&duckdb_dialect(), &postgres_dialect()})
        if (dialect->name() == name) return dialect;
    return nullptr;
}

} // namespace t2d::backend
