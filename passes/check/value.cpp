// SPDX-License-Identifier: Apache-2.0
#include "passes/check/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "ir/text.h"

namespace t2d::passes::check {

namespace {

std::string_view without_trailing_blanks(std::string_view text) { return text.substr(0, text.find_last_not_of(' ') + 1); }

bool letters_and_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
}

/// Decimals that were computed in another order differ in digits that they do not have.
int order_of(double left, double right) {
    constexpr double kSame = 1e-9;
    const double difference = left - right;
    return std::abs(difference) <= kSame * std::max(1.0, std::abs(left)) ? 0 : difference < 0 ? -1 : 1;
}

/// `size` digits from `at` on as a number; -1 when they are none.
int digits(std::string_view text, std::size_t at, std::size_t size) {
    if (text.size() < at + size) return -1;
    int result = 0;
    for (std::size_t i = at; i < at + size; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        result = result * 10 + (text[i] - '0');
    }
    return result;
}

/// `hh:mm[:ss[.fff]]` in milliseconds.
std::optional<double> parsed_time(std::string_view text) {
    const int hour = digits(text, 0, 2), minute = digits(text, 3, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || text[2] != ':') return std::nullopt;
    const double whole = hour * kHour + minute * kMinute;
    if (text.size() == 5) return whole;
    const int second = digits(text, 6, 2);
    if (second < 0 || second > 59 || text[5] != ':') return std::nullopt;
    if (text.size() == 8) return whole + second * kSecond;
    const std::optional<double> fraction = text[8] == '.' ? parsed_number("0" + std::string(text.substr(8))) : std::nullopt;
    if (!fraction) return std::nullopt;
    return whole + (second + *fraction) * kSecond;
}

} // namespace

Value null_value() { return {Value::Kind::null, 0, {}}; }
Value number_value(double number) { return std::isfinite(number) ? Value{Value::Kind::number, number, {}} : Value{}; }
Value text_value(std::string text) { return {Value::Kind::text, 0, std::move(text)}; }
Value moment_value(double milliseconds) { return {Value::Kind::moment, milliseconds, {}}; }

int days_in_month(int year, int month) {
    static constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

/// Years are counted from March, so that a leap day ends one: the days of whole years and months before the date, from year 0 on.
double days_of(const CalendarDay& date) {
    constexpr int kDaysTo1970 = 719468;
    const int months = (date.month + 9) % 12, year = date.year - (date.month < 3 ? 1 : 0);
    return 365.0 * year + year / 4 - year / 100 + year / 400 + (153 * months + 2) / 5 + date.day - 1 - kDaysTo1970;
}

CalendarDay calendar_day(double days) {
    CalendarDay date{1970 + static_cast<int>(std::floor(days / 365.2425)), 1, 1};
    if (days_of({date.year + 1, 1, 1}) <= days) ++date.year;
    if (days_of({date.year, 1, 1}) > days) --date.year;
    const double rest = days - days_of({date.year, 1, 1});
    date.month = 1 + static_cast<int>(rest / 32);
    if (date.month < 12 && days_of({date.year, date.month + 1, 1}) <= days) ++date.month;
    date.day = 1 + static_cast<int>(days - days_of(date));
    return date;
}

std::optional<double> parsed_number(std::string_view written) {
    const std::size_t first = std::min(written.find_first_not_of(' '), written.size());
    const std::string text(without_trailing_blanks(written.substr(first)));
    if (text.empty() || text.find_first_not_of("+-0123456789.") != std::string::npos) return std::nullopt;
    const bool digit = text.find_first_of("0123456789") != std::string::npos, one_sign = text.find_last_of("+-") == std::string::npos || text.find_last_of("+-") == 0;
    if (!digit || !one_sign || std::count(text.begin(), text.end(), '.') > 1) return std::nullopt;
    return std::stod(text);
}

std::optional<double> parsed_moment(std::string_view text) {
    const bool compact = digits(text, 0, 8) >= 0;
    const int year = digits(text, 0, 4), month = digits(text, compact ? 4 : 5, 2), day = digits(text, compact ? 6 : 8, 2);
    if (year < 1753 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
    if (!compact && (text[4] != '-' || text[7] != '-')) return std::nullopt;
    const double start = days_of({year, month, day}) * kDay;
    const std::string_view rest = text.substr(compact ? 8 : 10);
    if (rest.empty()) return start;
    if (rest[0] != ' ' && rest[0] != 'T') return std::nullopt;
    const std::optional<double> time = parsed_time(rest.substr(1));
    return time ? std::optional(start + *time) : std::nullopt;
}

Value as_moment(const Value& value) {
    if (value.is_null() || value.is_moment()) return value;
    const std::optional<double> moment = value.is_text() ? parsed_moment(value.text) : std::nullopt;
    return moment ? moment_value(*moment) : Value{};
}

std::optional<int> compare_values(const Value& left, const Value& right, bool exact, bool ordered) {
    if (left.is_text() && right.is_text()) {
        const std::string a(without_trailing_blanks(left.text)), b(without_trailing_blanks(right.text));
        const int order = exact ? a.compare(b) : to_lower(a).compare(to_lower(b));
        if (order != 0 && ordered && (exact || !letters_and_digits(a) || !letters_and_digits(b))) return std::nullopt;
        return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    if (left.kind == right.kind && (left.is_number() || left.is_moment())) return order_of(left.number, right.number);
    if (left.is_moment() || right.is_moment()) {
        const Value a = as_moment(left), b = as_moment(right);
        return a.is_moment() && b.is_moment() ? std::optional(order_of(a.number, b.number)) : std::nullopt;
    }
    if ((left.is_number() && right.is_text()) || (left.is_text() && right.is_number())) {
        const std::optional<double> a = left.is_number() ? left.number : parsed_number(left.text), b = right.is_number() ? right.number : parsed_number(right.text);
        if (a && b) return order_of(*a, *b);
    }
    return std::nullopt;
}

std::string group_key(const Value& value) {
    if (value.is_text()) return "'" + to_lower(std::string(without_trailing_blanks(value.text)));
    return shown(value);
}

std::string shown(const Value& value) {
    constexpr double kExact = 1e-9;
    switch (value.kind) {
    case Value::Kind::unknown: return "?";
    case Value::Kind::null: return "NULL";
    case Value::Kind::text: return "'" + std::string(without_trailing_blanks(value.text)) + "'";
    case Value::Kind::number: return std::abs(value.number - std::round(value.number)) < kExact ? fmt::format("{:.0f}", std::round(value.number) + 0.0) : fmt::format("{:.5g}", value.number);
    case Value::Kind::moment: break;
    }
    const double day = std::floor(value.number / kDay), time = value.number - day * kDay;
    const CalendarDay date = calendar_day(day);
    const std::string text = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    if (time == 0) return text;
    const auto seconds = static_cast<long long>(std::floor(time / kSecond));
    return fmt::format("{} {:02}:{:02}:{:02}", text, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

} // namespace t2d::passes::check
