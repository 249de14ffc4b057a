// SPDX-License-Identifier: Apache-2.0
#include "passes/generate/domain.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <set>

#include "ir/text.h"

namespace t2d::passes::generate {

namespace {

using std::chrono::sys_days;

/// The greatest number of characters that generated texts have.
constexpr std::size_t kLongestText = 40;

std::optional<long long> integer(std::string_view text) {
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

/// `2024-01-31` or `20240131`, with or without a time behind it.
std::optional<sys_days> day(std::string text) {
    const std::string digits = text.substr(0, 10);
    if (digits.size() == 10 && (digits[4] == '-' || digits[4] == '/')) text = digits.substr(0, 4) + digits.substr(5, 2) + digits.substr(8, 2);
    if (text.size() < 8) return {};
    const auto year = integer(text.substr(0, 4)), month = integer(text.substr(4, 2)), of_month = integer(text.substr(6, 2));
    if (!year || !month || !of_month) return {};
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(static_cast<unsigned>(*month)), std::chrono::day(static_cast<unsigned>(*of_month))};
    return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

std::string show(sys_days at) {
    const std::chrono::year_month_day date(at);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

class Domain {
public:
    Domain(const SqlType& type, std::size_t spread) : type_(type), spread_(spread) {}

    std::vector<std::string> values;

    void add_mined(const MinedValue& mined) {
        if (type_.kind == TypeKind::bit) return;
        if (type_.is_integer()) return integers(mined.text);
        if (type_.is_number()) return numbers(mined.text);
        if (type_.kind == TypeKind::date || type_.kind == TypeKind::datetime || type_.kind == TypeKind::datetime2 || type_.kind == TypeKind::smalldatetime || type_.kind == TypeKind::datetimeoffset)
            return days(mined.text);
        if (type_.is_string() && (mined.kind == ast::LiteralKind::string || mined.kind == ast::LiteralKind::nstring)) texts(mined.text);
    }

    void add_own() {
        const std::size_t many = type_.kind == TypeKind::bit ? 2 : spread_;
        for (std::size_t i = 0; i < many; ++i) add(counted_value(type_, i));
        if (type_.is_string() && type_.kind != TypeKind::xml) add("");
        if (type_.is_number() && type_.kind != TypeKind::bit && type_.kind != TypeKind::tinyint) add("-1");
        if (type_.is_number() && type_.kind != TypeKind::bit) add("0");
    }

private:
    void add(const std::string& value) {
        if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }

    void integers(const std::string& text) {
        const auto value = integer(text);
        if (!value) return;
        const long long top = type_.kind == TypeKind::tinyint ? 255 : type_.kind == TypeKind::smallint ? 32767 : 2147483647LL, low = type_.kind == TypeKind::tinyint ? 0 : -top;
        for (const long long near : {*value - 1, *value, *value + 1})
            if (near >= low && near <= top) add(std::to_string(near));
    }

    void numbers(const std::string& text) {
        char* end = nullptr;
        const double value = std::strtod(text.c_str(), &end);
        if (text.empty() || end != text.c_str() + text.size()) return;
        const int scale = type_.kind == TypeKind::decimal ? type_.scale : 2;
        double step = 1, top = 1e9;
        for (int i = 0; i < scale; ++i) step /= 10;
        if (type_.kind == TypeKind::decimal) {
            top = 1;
            for (int i = type_.scale; i < type_.precision; ++i) top *= 10;
        }
        for (const double near : {value - step, value, value + step})
            if (near > -top && near < top) add(fmt::format("{:.{}f}", near, scale));
    }

    void days(const std::string& text) {
        const auto value = day(text);
        if (!value) return;
        for (const int near : {-1, 0, 1}) add(show(*value + std::chrono::days(near)));
        if (type_.kind != TypeKind::date) add(show(*value) + " 23:59:00");
    }

    /// The text, what sorts right behind it, another letter case, and a text that a LIKE pattern fits.
    void texts(const std::string& text) {
        std::string fitting;
        for (const char c : text)
            if (c != '%') fitting += c == '_' ? 'x' : c;
        for (const std::string& near : {text, fitting, fitting + "x", to_lower(text)}) {
            const bool ascii = std::all_of(near.begin(), near.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
            const std::size_t limit = type_.length > 0 ? static_cast<std::size_t>(type_.length) : kLongestText;
            if (near.size() <= limit && (ascii || near == text)) add(near);
        }
    }

    const SqlType& type_;
    std::size_t spread_;
};

} // namespace

std::string counted_value(const SqlType& type, std::size_t number) {
    const std::size_t n = number + 1;
    switch (type.kind) {
    case TypeKind::bit: return std::to_string(number % 2);
    case TypeKind::tinyint: return std::to_string(n % 256);
    case TypeKind::decimal:
    case TypeKind::money:
    case TypeKind::smallmoney:
    case TypeKind::float_:
    case TypeKind::real: return type.kind == TypeKind::decimal && type.scale == 0 ? std::to_string(n) : fmt::format("{}.{}", n, type.kind == TypeKind::decimal && type.precision <= type.scale ? 0 : n % 2 * 5);
    case TypeKind::date: return show(sys_days(std::chrono::year(2024) / 1 / 1) + std::chrono::days(7 * number));
    case TypeKind::datetime:
    case TypeKind::datetime2:
    case TypeKind::smalldatetime: return show(sys_days(std::chrono::year(2024) / 1 / 1) + std::chrono::days(7 * number)) + fmt::format(" {:02}:30:00", n % 24);
    case TypeKind::datetimeoffset: return show(sys_days(std::chrono::year(2024) / 1 / 1) + std::chrono::days(7 * number)) + fmt::format(" {:02}:30:00+00", n % 24);
    case TypeKind::time: return fmt::format("{:02}:{:02}:00", n % 24, n % 60);
    case TypeKind::uniqueidentifier: return fmt::format("00000000-0000-4000-8000-{:012}", n);
    case TypeKind::binary:
    case TypeKind::varbinary:
    case TypeKind::image:
    case TypeKind::rowversion: return fmt::format("0x{:04x}", n);
    case TypeKind::xml: return fmt::format("<r>{}</r>", n);
    default: break;
    }
    if (!type.is_string()) return std::to_string(n);
    std::string text; // letters, so that a short column has many different ones
    for (std::size_t rest = n; rest > 0; rest /= 26) text += static_cast<char>('A' + rest % 26);
    return type.length > 0 ? text.substr(0, static_cast<std::size_t>(type.length)) : text;
}

std::vector<std::string> domain_of(const CatalogColumn& column, const Mined& mined, std::size_t spread) {
    Domain domain(column.type, spread);
    if (const auto known = mined.values.find(to_lower(column.name)); known != mined.values.end())
        for (const MinedValue& value : known->second) domain.add_mined(value);
    domain.add_own();
    return std::move(domain.values);
}

} // namespace t2d::passes::generate
