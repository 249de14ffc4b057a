// SPDX-License-Identifier: Apache-2.0
#include "backend/read/read_model.h"

#include "backend/read/sql_reader.h"
#include "backend/read/tokens.h"

namespace t2d::backend {

ir::ModelText read_model(std::string_view text, FileId file, bool incremental) {
    const read::Tokens tokens = read::tokenize(text, file, incremental);
    ir::ModelText result;
    result.raises = tokens.raises;
    result.error = tokens.error;
    result.run_places = tokens.run_places;
    for (const auto& [name, value] : tokens.config.named) result.config[name] = value.items.empty() ? std::vector<std::string>{value.text} : value.items;
    if (result.raises || !result.error.empty()) return result;
    read::SqlReader reader(tokens.list);
    result.query = reader.query();
    if (reader.error().empty() && !reader.at_end()) reader.fail("text behind the query");
    result.error = reader.error();
    return result;
}

} // namespace t2d::backend
