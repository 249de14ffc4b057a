// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ir/diagnostics.h"
#include "ir/source.h"

namespace t2d::cli {

enum class Colour { never, always };

/// For people: `file:line:column: severity[code]: message`, the line with a caret under the span, the hint.
[[nodiscard]] std::string render_text(const Diagnostics& diagnostics, const SourceManager& sources, Colour colour);

/// For programs: `{"schema_version", "diagnostics": [{code, severity, message, hint, file, line, column, end_line, end_column}]}`.
[[nodiscard]] std::string render_json(const Diagnostics& diagnostics, const SourceManager& sources);

/// For code scanning services: SARIF 2.1.0 with a rule for each code that occurs.
[[nodiscard]] std::string render_sarif(const Diagnostics& diagnostics, const SourceManager& sources);

} // namespace t2d::cli
