// SPDX-License-Identifier: Apache-2.0
// Constant texts as literals of dates and times.
// https://learn.microsoft.com/sql/t-sql/data-types/datetime2-transact-sql#supported-string-literal-formats-for-datetime2
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/form.h"

namespace t2d::backend {

using namespace ir;

std::string iso_date(std::string_view text) {
    const auto digits = [](std::string_view part) { return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }); };
    std::string date, rest;
    if (text.size() >= 8 && digits(text.substr(0, 8))) {
        date = fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
        rest = text.substr(8);
    } else if (text.size() >= 10 && digits(text.substr(0, 4)) && text[4] == '-' && digits(text.substr(5, 2)) && text[7] == '-' && digits(text.substr(8, 2))) {
        date = text.substr(0, 10);
        rest = text.substr(10);
    } else {
        return {};
    }
    if (rest.empty()) return date;
    if ((rest[0] != ' ' && rest[0] != 'T') || rest.size() < 6) return {};
    rest[0] = ' ';
    if (const std::size_t point = rest.find('.'); point != std::string::npos && rest.size() > point + 7) rest.resize(point + 7); // microseconds: the seventh digit is cut
    const bool clock = std::all_of(rest.begin() + 1, rest.end(), [](char c) { return (c >= '0' && c <= '9') || c == ':' || c == '.'; });
    return clock ? date + rest : std::string{};
}

namespace {

constexpr std::size_t kToSeconds = 19; ///< characters of `2024-01-31 10:00:00`
constexpr std::size_t kMicroseconds = 6; ///< digits that targets keep

bool is_number(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }); }

/// A text without its fraction of a second, and the digits of that.
struct Moment {
    std::string seconds, fraction;
};

std::optional<Moment> split(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return Moment{std::string(text), {}};
    const std::string_view fraction = text.substr(point + 1);
    if (!is_number(fraction) || fraction.size() > 7) return std::nullopt;
    return Moment{std::string(text.substr(0, point)), std::string(fraction)};
}

/// Rounds to the digits that the type keeps; true where that makes another second. The seventh digit has no place in them.
bool round_fraction(std::string& fraction, const SqlType& type) {
    const std::size_t digits = std::min(kMicroseconds, static_cast<std::size_t>(std::max(type.scale, 0)));
    if (fraction.size() <= digits) return false;
    const bool up = type.scale < 7 && fraction[digits] >= '5';
    fraction.resize(digits);
    if (!up) return false;
    for (std::size_t i = digits; i > 0; --i) {
        if (fraction[i - 1] != '9') {
            ++fraction[i - 1];
            return false;
        }
        fraction[i - 1] = '0';
    }
    return true;
}

/// The literal, one second later where rounding went over it.
Form literal(std::string_view before, Moment moment, std::string_view after, const SqlType& type) {
    if (round_fraction(moment.fraction, type)) return spelled(fmt::format("{}{}{} + interval '1 second'", before, moment.seconds, after), type, strength::add);
    return spelled(fmt::format("{}{}{}{}{}", before, moment.seconds, moment.fraction.empty() ? "" : ".", moment.fraction, after), type);
}

/// `+02:00` at the end of a text, which it is cut off from; without one the time is UTC.
std::string take_offset(std::string& text) {
    std::string offset = "+00:00";
    const std::size_t sign = text.size() >= 6 ? text.size() - 6 : std::string::npos;
    if (sign != std::string::npos && (text[sign] == '+' || text[sign] == '-') && text[sign + 3] == ':' && is_number(text.substr(sign + 1, 2)) && is_number(text.substr(sign + 4))) {
        offset = text.substr(sign);
        text.resize(sign);
    } else if (!text.empty() && text.back() == 'Z') {
        text.pop_back();
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return offset;
}

} // namespace

std::optional<Form> moment_literal(std::string_view text, const SqlType& type) {
    const bool zoned = type.kind == TypeKind::datetimeoffset;
    if (!zoned && type.kind != TypeKind::datetime2) return std::nullopt;
    std::string local(text);
    const std::string offset = zoned ? take_offset(local) : std::string{};
    auto moment = split(local);
    if (!moment) return std::nullopt;
    moment->seconds = iso_date(moment->seconds);
    if (moment->seconds.empty() || (moment->seconds.size() != kToSeconds && !moment->fraction.empty())) return std::nullopt;
    if (!zoned) return literal("timestamp '", *moment, "'", type);
    if (moment->seconds.size() == 10) moment->seconds += " 00:00";
    return literal("cast('", *moment, offset + "' as timestamptz)", type);
}

std::optional<Form> time_literal(std::string_view text, const SqlType& type) {
    auto moment = split(text);
    if (!moment) return std::nullopt;
    std::string& clock = moment->seconds;
    if (clock.size() > 1 && clock[1] == ':') clock.insert(0, "0");
    if (clock.size() == 5 && moment->fraction.empty()) clock += ":00";
    const auto below = [&](std::size_t at, int limit) { return is_number(clock.substr(at, 2)) && std::stoi(clock.substr(at, 2)) < limit; };
    const bool valid = clock.size() == 8 && clock[2] == ':' && clock[5] == ':' && below(0, 24) && below(3, 60) && below(6, 60);
    return valid ? std::optional(literal("time '", *moment, "'", type)) : std::nullopt;
}

bool is_on_grid(std::string_view iso) {
    const std::size_t point = iso.find('.');
    return point == std::string_view::npos || (iso.size() == point + 4 && std::string_view("037").find(iso.back()) != std::string_view::npos);
}

bool is_too_early(std::string_view iso, const SqlType& type) {
    const std::string_view first = type.kind == TypeKind::datetime ? "1753" : type.kind == TypeKind::smalldatetime ? "1900" : "";
    return !iso.empty() && iso < first;
}

} // namespace t2d::backend
