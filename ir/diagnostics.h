// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ir/source.h"

namespace t2d {

/// `error`: no output for the statement. `warning`: output with a known difference. `info`: worth knowing.
enum class Severity { error, warning, info };

[[nodiscard]] std::string_view name_of(Severity severity);

/// The row of one diagnostic in `ir/diagnostics.def`.
struct DiagnosticInfo {
    std::string_view code;        ///< e.g. T2D2001
    Severity severity;
    std::string_view name;        ///< identifier in the table
    std::string_view message;     ///< fmt format string
    std::string_view explanation; ///< documentation shown by `explain`
};

/// Every diagnostic, in code order.
[[nodiscard]] const std::vector<DiagnosticInfo>& diagnostic_table();

/// One thing the user should know: data until a renderer prints it.
struct Diagnostic {
    const DiagnosticInfo* info = nullptr;
    SourceSpan span;
    std::string message;
    std::string hint; ///< may be empty
};

/// Collects diagnostics of one compilation; owned by the driver and passed by reference.
class Diagnostics {
public:
    /// Reports row `Diag` at `span`; the arguments fill the row's format string and are checked at compile time.
    template <typename Diag, typename... Args>
    void report(SourceSpan span, Args&&... args) {
        add(Diag::info(), span, fmt::format(Diag::format(), std::forward<Args>(args)...));
    }
    /// Attaches a hint to the diagnostic reported last.
    void hint(std::string text);
    void add(const DiagnosticInfo& info, SourceSpan span, std::string message);
    [[nodiscard]] const std::vector<Diagnostic>& all() const { return list_; }
    [[nodiscard]] bool has_errors() const;
    /// Those of one severity, in the same order.
    [[nodiscard]] Diagnostics only(Severity severity) const;
    /// Orders by file, position and code and drops exact repetitions.
    void sort();
    /// Appends all of `other`.
    void merge(Diagnostics other);

private:
    std::vector<Diagnostic> list_;
};

/// `diag::<name>` is the type of each row of the table, for use with `Diagnostics::report`.
namespace diag {
#define DIAG(code, severity, name, text, explanation)                                                                  \
    struct name {                                                                                                      \
        static constexpr auto format() { return FMT_STRING(text); }                                                    \
        static const DiagnosticInfo& info();                                                                           \
    };
#include "ir/diagnostics.def"
#undef DIAG
} // namespace diag

} // namespace t2d
