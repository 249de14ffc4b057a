// SPDX-License-Identifier: Apache-2.0
#include "ir/diagnostics.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace t2d {

std::string_view name_of(Severity severity) {
    switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::info: return "info";
    }
    return "info";
}

namespace {
enum class Row : std::size_t {
#define DIAG(code, severity, name, text, explanation) name,
#include "ir/diagnostics.def"
#undef DIAG
};
} // namespace

const std::vector<DiagnosticInfo>& diagnostic_table() {
    static const std::vector<DiagnosticInfo> table{
#define DIAG(code, severity, name, text, explanation) {#code, Severity::severity, #name, text, explanation},
#include "ir/diagnostics.def"
#undef DIAG
    };
    return table;
}

namespace diag {
#define DIAG(code, severity, name, text, explanation)                                                                  \
    const DiagnosticInfo& name::info() { return diagnostic_table()[static_cast<std::size_t>(Row::name)]; }
#include "ir/diagnostics.def"
#undef DIAG
} // namespace diag

void Diagnostics::add(const DiagnosticInfo& info, SourceSpan span, std::string message) {
    list_.push_back({&info, span, std::move(message), {}});
}

void Diagnostics::hint(std::string text) {
    if (!list_.empty()) list_.back().hint = std::move(text);
}

bool Diagnostics::has_errors() const {
    return std::any_of(list_.begin(), list_.end(), [](const auto& d) { return d.info->severity == Severity::error; });
}

Diagnostics Diagnostics::only(Severity severity) const {
    Diagnostics result;
    std::copy_if(list_.begin(), list_.end(), std::back_inserter(result.list_),
                 [&](const auto& d) { return d.info->severity == severity; });
    return result;
}

void Diagnostics::sort() {
    const auto key = [](const Diagnostic& d) {
        return std::tuple(d.span.file, d.span.begin, d.info->code, std::string_view(d.message));
    };
    std::stable_sort(list_.begin(), list_.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    const auto same = [&](const auto& a, const auto& b) { return key(a) == key(b); };
    list_.erase(std::unique(list_.begin(), list_.end(), same), list_.end());
}

void Diagnostics::merge(Diagnostics other) {
    std::move(other.list_.begin(), other.list_.end(), std::back_inserter(list_));
}

} // namespace t2d
