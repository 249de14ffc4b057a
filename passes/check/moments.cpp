// SPDX-License-Identifier: Apache-2.0
// Dates and times as texts, texts as dates and times, and digits of a second.
// https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql
#include "passes/check/moments.h"

#include <algorithm>
#include <array>

#include "passes/check/constants.h"

namespace t2d::passes::check {

namespace {

constexpr int kAllDigits = 7; ///< of a second in a datetime2 without a number
constexpr std::string_view kGrid = "datetime";

/// How the styles of CONVERT read a text: those of one name alike.
std::string_view reading(std::string_view style) {
    struct Row {
        std::string_view style, name;
    };
    static constexpr std::array<Row, 15> kRows{{{"20", "iso"}, {"21", "iso"}, {"23", "iso"}, {"25", "iso"}, {"120", "iso"}, {"121", "iso"}, {"126", "iso"}, {"112", "digits"}, {"101", "mdy"}, {"110", "mdy"}, {"103", "dmy"}, {"104", "dmy"}, {"105", "dmy"}, {"102", "ymd"}, {"111", "ymd"}}};
    const auto* row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& one) { return one.style == style; });
    return row == kRows.end() ? std::string_view() : row->name;
}

bool is_moment(TypeKind kind) { return kind == TypeKind::date || kind == TypeKind::datetime || kind == TypeKind::datetime2; }

TermId rounded(Builder& b, TermId value, const SqlType& type) {
    if (type.kind == TypeKind::date) return b.build("cast", "date", {value});
    return b.build("rounded", type.kind == TypeKind::datetime ? std::string(kGrid) : std::to_string(type.scale), {value});
}

} // namespace

bool is_finer(const SqlType& value, std::string_view rounded) {
    switch (value.kind) {
    case TypeKind::date:
    case TypeKind::smalldatetime: return false;
    case TypeKind::datetime: return rounded != kGrid && rounded < "3";
    case TypeKind::datetime2: return value.scale > (rounded == kGrid ? 2 : std::stoi(std::string(rounded)));
    default: return value.known() && rounded != std::to_string(kAllDigits);
    }
}

TermId tsql_moment(Builder& b, TermId value, const SqlType& type, TermId style, bool attempt) {
    if (!is_moment(type.kind)) return 0;
    const SqlType from = b.type_of(value);
    if (is_moment(from.kind) || from.kind == TypeKind::smalldatetime) return rounded(b, value, type);
    if (from.kind == TypeKind::time && style == 0 && type.kind != TypeKind::date) return rounded(b, b.build("add", {}, {b.text("1900-01-01"), value}), type);
    if (!from.is_string() || b.pool().is(value, "lit")) return 0;
    const std::string_view name = style == 0 ? std::string_view("written") : reading(b.pool()[style].text);
    if (name.empty()) return 0;
    return rounded(b, b.build("fn:read", (attempt ? "try " : "") + std::string(name), {value}), type);
}

TermId moment_text(Builder& b, TermId value) {
    const SqlType type = b.type_of(value);
    const std::string_view seconds = type.scale == 0 ? "%H:%M:%S" : "%H:%M:%S.%g";
    if ((type.scale != 0 && type.scale != 3) || (type.kind != TypeKind::datetime2 && type.kind != TypeKind::time)) return 0;
    if (type.kind == TypeKind::time) return b.build("fn:strftime", {}, {b.build("add", {}, {b.text("1900-01-01"), value}), b.pool().make("lit", "s:" + std::string(seconds))});
    return b.build("fn:strftime", {}, {value, b.pool().make("lit", "s:%Y-%m-%d " + std::string(seconds))});
}

TermId styled_text(Builder& b, TermId value, const SqlType& type, TermId style) {
    struct Style {
        std::string_view number, format;
        bool clock = false; ///< a date alone has another text
    };
    static constexpr std::array<Style, 17> kStyles{{{"1", "%m/%d/%y"}, {"3", "%d/%m/%y"}, {"12", "%y%m%d"}, {"23", "%Y-%m-%d"}, {"101", "%m/%d/%Y"}, {"102", "%Y.%m.%d"}, {"103", "%d/%m/%Y"}, {"104", "%d.%m.%Y"}, {"105", "%d-%m-%Y"}, {"106", "%d %b %Y"}, {"107", "%b %d, %Y"}, {"108", "%H:%M:%S", true}, {"110", "%m-%d-%Y"}, {"111", "%Y/%m/%d"}, {"112", "%Y%m%d"}, {"120", "%Y-%m-%d %H:%M:%S", true}, {"121", "%Y-%m-%d %H:%M:%S.%g", true}}};
    const SqlType from = b.type_of(value);
    TermPool& pool = b.pool();
    if (!type.is_string() || !(is_moment(from.kind) || from.kind == TypeKind::smalldatetime) || !pool.is(style, "lit")) return 0;
    const std::string& number = pool[style].text;
    const bool milliseconds = from.kind == TypeKind::datetime || (from.kind == TypeKind::datetime2 && from.scale == 3);
    if (from.kind == TypeKind::datetime && number == "126" && type.length >= 23) // no digits of a second where there are none
        return b.build("fn:replace", {}, {pool.make("fn:strftime", {}, {value, pool.make("lit", "s:%Y-%m-%dT%H:%M:%S.%g")}), b.text(".000"), b.text("")});
    if (from.kind == TypeKind::datetime && number == "114" && type.length >= 12) return pool.make("fn:strftime", {}, {value, pool.make("lit", "s:%H:%M:%S:%g")});
    const auto* row = std::find_if(kStyles.begin(), kStyles.end(), [&](const Style& one) { return one.number == number; });
    if (row == kStyles.end() || (row->clock && from.kind == TypeKind::date) || (number == "121" && !milliseconds)) return 0;
    const std::optional<std::string> cut = type.length == kMaxLength || type.length <= 0 ? std::string(row->format) : cut_format(row->format, static_cast<std::size_t>(type.length)); // a short target cuts the text
    return cut ? b.build("fn:strftime", {}, {value, pool.make("lit", "s:" + *cut)}) : 0;
}

std::vector<std::pair<std::string, std::string>> moment_spellings() {
    return {
        {"fn:make_timestamp(mul(1000, cast@bigint(fn:round(div(fn:round(mul(0.0003, fn:epoch_us(?x))), 0.3)))))", "rounded@datetime(?x)"},
        {"fn:date_trunc('millisecond', date_add@microsecond(500, ?x))", "rounded@3(?x)"},
        {"fn:date_trunc('second', date_add@millisecond(500, ?x))", "rounded@0(?x)"},
        // Outside of the range of the type the conversion fails.
        {"fn:date_trunc('minute', date_add@millisecond(30001, ?x))", "cast@smalldatetime(?x)"},
        // T-SQL adds two moments as the time from the first day on.
        {"add(?x, sub(add('1900-01-01', ?t:time), '1900-01-01'))", "add(?x, add('1900-01-01', ?t:time))"},
    };
}

} // namespace t2d::passes::check
