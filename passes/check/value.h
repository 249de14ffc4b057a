// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace t2d::passes::check {

/// A value of the rows on which two sides are tried. `unknown` is what the evaluation cannot tell: it spreads to all that depends on it.
struct Value {
    enum class Kind { unknown, null, number, text, moment };
    Kind kind = Kind::unknown;
    double number = 0; ///< a number, or the milliseconds of a moment since 1970
    std::string text;

    [[nodiscard]] bool known() const { return kind != Kind::unknown; }
    [[nodiscard]] bool is_null() const { return kind == Kind::null; }
    [[nodiscard]] bool is_text() const { return kind == Kind::text; }
    [[nodiscard]] bool is_number() const { return kind == Kind::number; }
    [[nodiscard]] bool is_moment() const { return kind == Kind::moment; }
};

/// Three-valued logic, and what cannot be told.
enum class Truth { no, yes, null, unknown };

inline constexpr double kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

[[nodiscard]] Value null_value();
[[nodiscard]] Value number_value(double number);
[[nodiscard]] Value text_value(std::string text);
[[nodiscard]] Value moment_value(double milliseconds);

/// A date of the calendar.
struct CalendarDay {
    int year = 1970, month = 1, day = 1;
};
[[nodiscard]] double days_of(const CalendarDay& date);
[[nodiscard]] CalendarDay calendar_day(double days);
[[nodiscard]] int days_in_month(int year, int month);

/// A text as a number, without its blanks; nothing when it is none.
[[nodiscard]] std::optional<double> parsed_number(std::string_view text);
/// `2024-01-31`, `20240131`, with `hh:mm[:ss[.fff]]` behind it or not; nothing for other spellings.
[[nodiscard]] std::optional<double> parsed_moment(std::string_view text);
/// A value as a moment: itself, or a text that is one; `unknown` for what is neither.
[[nodiscard]] Value as_moment(const Value& value);

/// Below 0, 0 or above 0, as SQL Server compares: without case and trailing blanks unless `exact`. Nothing for NULL, for values of kinds that do not
/// compare here, and for the order of texts with other characters than letters and digits (`ordered`).
[[nodiscard]] std::optional<int> compare_values(const Value& left, const Value& right, bool exact, bool ordered);
/// The text under which equal values are one group; `unknown` values have none.
[[nodiscard]] std::string group_key(const Value& value);
/// A value for people; numbers with five digits behind which two computations may differ.
[[nodiscard]] std::string shown(const Value& value);

} // namespace t2d::passes::check
