// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "frontend/scanner.h"

namespace t2d::frontend {

/// Re-types tokens by their neighbours so that one token of lookahead is enough for the parser: words that are keywords
/// in some places only become ID elsewhere, and tokens with several roles (WITH, NOT, FOR, AT, ";") are split by role.
void filter_tokens(std::string_view text, std::vector<ScanToken>& tokens);

} // namespace t2d::frontend
