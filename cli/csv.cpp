// SPDX-License-Identifier: Apache-2.0
#include "cli/csv.h"

#include <algorithm>

namespace t2d::cli {

namespace {

constexpr std::string_view kNull = "\\N";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Takes one value off the front of `text`.
std::optional<std::string> take_value(std::string_view& text) {
    std::string value;
    if (!text.empty() && text.front() == '"') {
        text.remove_prefix(1);
        while (!text.empty() && (text.front() != '"' || text.starts_with("\"\""))) {
            value += text.front();
            text.remove_prefix(text.front() == '"' ? 2 : 1);
        }
        if (!text.empty()) text.remove_prefix(1);
    }
    const std::size_t end = std::min(text.find_first_of(",\r\n"), text.size());
    value += text.substr(0, end);
    text.remove_prefix(end);
    if (value == kNull) return std::nullopt;
    return value;
}

CsvRow take_row(std::string_view& text) {
    CsvRow row = {take_value(text)};
    while (text.starts_with(",")) {
        text.remove_prefix(1);
        row.push_back(take_value(text));
    }
    if (text.starts_with("\r")) text.remove_prefix(1);
    if (text.starts_with("\n")) text.remove_prefix(1);
    return row;
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

} // namespace

std::optional<std::vector<CsvRow>> read_csv(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    std::vector<CsvRow> rows;
    while (!text.empty()) {
        rows.push_back(take_row(text));
        if (rows.back().size() != rows.front().size()) return std::nullopt;
    }
    if (rows.empty()) return std::nullopt;
    return rows;
}

std::string csv_text(const std::vector<std::string>& header, const std::vector<CsvRow>& rows) {
    std::string out;
    for (std::size_t c = 0; c < header.size(); ++c) out += (c == 0 ? "" : ",") + quoted(header[c]);
    out += "\n";
    for (const CsvRow& row : rows) {
        for (std::size_t c = 0; c < row.size(); ++c) out += (c == 0 ? "" : ",") + (row[c] ? quoted(*row[c]) : std::string(kNull));
        out += "\n";
    }
    return out;
}

} // namespace t2d::cli
