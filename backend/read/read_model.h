// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "ir/model_text.h"

namespace t2d::backend {

/// Reads a model of the DuckDB dialect, in one branch of `is_incremental()`. Spans are places in `file`. What cannot be read is named in `error`.
[[nodiscard]] ir::ModelText read_model(std::string_view text, FileId file, bool incremental);

} // namespace t2d::backend
