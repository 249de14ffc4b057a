// SPDX-License-Identifier: Apache-2.0
// What the functions of the normal form give, https://learn.microsoft.com/sql/t-sql/functions/functions
#include "passes/check/value_functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "ir/text.h"

namespace t2d::passes::check {

namespace {

using Args = std::vector<Value>;

constexpr double kLargest = 1e15; ///< beyond it doubles are not exact

bool plain(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

/// A text, also of a whole number.
std::optional<std::string> text_of(const Value& value) {
    if (value.is_text() && plain(value.text)) return value.text;
    if (value.is_number() && value.number == std::floor(value.number) && std::abs(value.number) < kLargest) return fmt::format("{:.0f}", value.number);
    return std::nullopt;
}

double half_away(double number, double digits) {
    const double scale = std::pow(10.0, digits), scaled = number * scale;
    return std::copysign(std::floor(std::abs(scaled) + 0.5 + 1e-9), scaled) / scale;
}

Value numeric(const Args& args, double (*compute)(double, double)) {
    const bool numbers = std::all_of(args.begin(), args.end(), [](const Value& arg) { return arg.is_number(); });
    if (!numbers || args.empty()) return {};
    const Value result = number_value(compute(args[0].number, args.size() > 1 ? args[1].number : 0));
    return std::abs(result.number) < 1e37 ? result : Value{};
}

/// GREATEST and LEAST leave NULLs out.
Value extreme(const Args& args, double (*compute)(double, double)) {
    if (args.size() == 2 && args[0].is_null()) return args[1];
    return args.size() == 2 && args[1].is_null() ? args[0] : numeric(args, compute);
}

/// A quotient that is the same at every scale that a division may have; rounded and cut ones are not told apart here.
Value exact_quotient(double quotient) {
    constexpr double kScale = 1e4;
    return std::abs(quotient * kScale - std::round(quotient * kScale)) < 1e-6 ? number_value(quotient) : Value{};
}

Value left(const Args& args, const std::string&) {
    const auto text = text_of(args[0]);
    if (!text || !args[1].is_number() || args[1].number < 0) return {};
    return text_value(text->substr(0, static_cast<std::size_t>(args[1].number)));
}

Value right(const Args& args, const std::string&) {
    const auto text = text_of(args[0]);
    if (!text || !args[1].is_number() || args[1].number < 0) return {};
    const std::size_t size = std::min(text->size(), static_cast<std::size_t>(args[1].number));
    return text_value(text->substr(text->size() - size));
}

Value substring(const Args& args, const std::string&) {
    const auto text = text_of(args[0]);
    if (!text || !args[1].is_number() || (args.size() > 2 && !args[2].is_number())) return {};
    if (args.size() > 2 && args[2].number < 0) return {};
    const double end = args.size() > 2 ? args[1].number + args[2].number : kLargest, start = std::max(1.0, args[1].number);
    if (end <= start || start > static_cast<double>(text->size())) return text_value("");
    return text_value(text->substr(static_cast<std::size_t>(start - 1), static_cast<std::size_t>(std::min(end, kLargest) - start)));
}

Value concatenated(const Args& args, bool skips_null) {
    std::string out;
    for (const Value& arg : args) {
        if (arg.is_null() && skips_null) continue;
        const auto text = text_of(arg);
        if (!text) return {};
        out += *text;
    }
    return text_value(std::move(out));
}

Value replaced(const Args& args, const std::string&) {
    const auto text = text_of(args[0]), from = text_of(args[1]), to = text_of(args[2]);
    if (!text || !from || !to) return {};
    if (from->empty()) return args[0];
    std::string out;
    const std::string low = to_lower(*text), wanted = to_lower(*from);
    for (std::size_t at = 0; at < text->size();) {
        const bool found = low.compare(at, wanted.size(), wanted) == 0;
        out += found ? *to : text->substr(at, 1);
        at += found ? wanted.size() : 1;
    }
    return text_value(std::move(out));
}

Value position(const Args& args, const std::string&) {
    const auto wanted = text_of(args[0]), text = text_of(args[1]);
    if (!wanted || !text) return {};
    const std::size_t at = wanted->empty() ? std::string::npos : to_lower(*text).find(to_lower(*wanted));
    return number_value(at == std::string::npos ? 0 : static_cast<double>(at + 1));
}

Value cased(const Args& args, int (*convert)(int)) {
    auto text = text_of(args[0]);
    if (!text) return {};
    std::transform(text->begin(), text->end(), text->begin(), [&](char c) { return static_cast<char>(convert(static_cast<unsigned char>(c))); });
    return text_value(*text);
}

Value month_added(double moment, double months) {
    const double day = std::floor(moment / kDay);
    CalendarDay date = calendar_day(day);
    const int count = date.year * 12 + date.month - 1 + static_cast<int>(months);
    date.year = count / 12;
    date.month = count % 12 + 1;
    if (date.year < 1753 || date.year > 9999) return {};
    date.day = std::min(date.day, days_in_month(date.year, date.month));
    return moment_value(days_of(date) * kDay + moment - day * kDay);
}

const std::map<std::string, double>& part_lengths() {
    static const std::map<std::string, double> kLengths{{"day", kDay}, {"week", 7 * kDay}, {"hour", kHour}, {"minute", kMinute}, {"second", kSecond}, {"millisecond", 1}};
    return kLengths;
}

double months_of(const std::string& part) { return part == "month" ? 1 : part == "quarter" ? 3 : part == "year" ? 12 : 0; }

Value date_add(const Args& args, const std::string& part) {
    const Value moment = as_moment(args[1]);
    if (!moment.is_moment() || !args[0].is_number() || std::abs(args[0].number) > 1e6) return {};
    const double count = std::trunc(args[0].number);
    if (months_of(part) > 0) return month_added(moment.number, count * months_of(part));
    const auto length = part_lengths().find(part);
    return length == part_lengths().end() ? Value{} : moment_value(moment.number + count * length->second);
}

/// The number of boundaries between two moments; weeks begin on Sunday.
Value date_diff(const Args& args, const std::string& part) {
    const Value from = as_moment(args[0]), to = as_moment(args[1]);
    if (!from.is_moment() || !to.is_moment()) return {};
    if (const double months = months_of(part); months > 0) {
        const auto count = [&](double moment) {
            const CalendarDay date = calendar_day(std::floor(moment / kDay));
            return std::floor((date.year * 12 + date.month - 1) / months);
        };
        return number_value(count(to.number) - count(from.number));
    }
    const auto length = part_lengths().find(part);
    if (length == part_lengths().end()) return {};
    const double shift = part == "week" ? 4 * kDay : 0; // 1970-01-01 is a Thursday
    return number_value(std::floor((to.number + shift) / length->second) - std::floor((from.number + shift) / length->second));
}

Value date_part(const Args& args, const std::string& part) {
    const Value moment = as_moment(args[0]);
    if (!moment.is_moment()) return {};
    const double day = std::floor(moment.number / kDay), time = moment.number - day * kDay;
    const CalendarDay date = calendar_day(day);
    if (part == "year") return number_value(date.year);
    if (part == "month") return number_value(date.month);
    if (part == "day") return number_value(date.day);
    if (part == "quarter") return number_value((date.month + 2) / 3);
    if (part == "dayofyear") return number_value(day - days_of({date.year, 1, 1}) + 1);
    if (part == "hour") return number_value(std::floor(time / kHour));
    if (part == "minute") return number_value(std::fmod(std::floor(time / kMinute), 60));
    if (part == "second") return number_value(std::fmod(std::floor(time / kSecond), 60));
    return {};
}

/// A moment in the form of a `strftime` of year, month, day, hour, minute and second.
Value formatted(const Args& args, const std::string&) {
    const Value moment = as_moment(args[0]);
    if (!moment.is_moment() || !args[1].is_text()) return {};
    std::string out;
    static const std::map<char, std::pair<std::string, int>> kFields{{'Y', {"year", 4}}, {'m', {"month", 2}}, {'d', {"day", 2}}, {'H', {"hour", 2}}, {'M', {"minute", 2}}, {'S', {"second", 2}}};
    for (std::size_t i = 0; i < args[1].text.size(); ++i) {
        if (args[1].text[i] != '%') {
            out += args[1].text[i];
            continue;
        }
        const auto field = ++i < args[1].text.size() ? kFields.find(args[1].text[i]) : kFields.end();
        if (field == kFields.end()) return {};
        out += fmt::format("{:0{}}", static_cast<int>(date_part({moment}, field->second.first).number), field->second.second);
    }
    return text_value(std::move(out));
}

Value last_day(const Args& args, const std::string&) {
    const Value moment = as_moment(args[0]);
    if (!moment.is_moment()) return {};
    CalendarDay date = calendar_day(std::floor(moment.number / kDay));
    date.day = days_in_month(date.year, date.month);
    return moment_value(days_of(date) * kDay);
}

Value made_date(const Args& args, const std::string&) {
    if (args.size() != 3 || std::any_of(args.begin(), args.end(), [](const Value& arg) { return !arg.is_number(); })) return {};
    const CalendarDay date{static_cast<int>(args[0].number), static_cast<int>(args[1].number), static_cast<int>(args[2].number)};
    if (date.year < 1753 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > days_in_month(date.year, date.month)) return {};
    return moment_value(days_of(date) * kDay);
}

Value trimmed(const Args& args, bool front) {
    const auto text = text_of(args[0]);
    if (!text || args.size() != 1) return {};
    if (front) return text_value(text->substr(std::min(text->find_first_not_of(' '), text->size())));
    return text_value(text->substr(0, text->find_last_not_of(' ') + 1));
}

const std::map<std::string, Function, std::less<>>& functions() {
    static const std::map<std::string, Function, std::less<>> kFunctions{
        {"add", {2, 2, [](const Args& a, const std::string&) { return numeric(a, [](double x, double y) { return x + y; }); }}},
        {"sub", {2, 2, [](const Args& a, const std::string&) { return numeric(a, [](double x, double y) { return x - y; }); }}},
        {"mul", {2, 2, [](const Args& a, const std::string&) { return numeric(a, [](double x, double y) { return x * y; }); }}},
        {"div", {2, 2, [](const Args& a, const std::string&) { const Value result = numeric(a, [](double x, double y) { return x / y; }); return result.is_number() ? exact_quotient(result.number) : result; }}},
        {"int_div", {2, 2, [](const Args& a, const std::string&) { return numeric(a, [](double x, double y) { return std::trunc(x / y); }); }}},
        {"mod", {2, 2, [](const Args& a, const std::string&) { return numeric(a, [](double x, double y) { return std::fmod(x, y); }); }}},
        {"neg", {1, 1, [](const Args& a, const std::string&) { return numeric(a, [](double x, double) { return -x; }); }}},
        {"fn:abs", {1, 1, [](const Args& a, const std::string&) { return numeric(a, [](double x, double) { return std::abs(x); }); }}},
        {"fn:floor", {1, 1, [](const Args& a, const std::string&) { return numeric(a, [](double x, double) { return std::floor(x); }); }}},
        {"fn:ceil", {1, 1, [](const Args& a, const std::string&) { return numeric(a, [](double x, double) { return std::ceil(x); }); }}},
        {"fn:sign", {1, 1, [](const Args& a, const std::string&) { return numeric(a, [](double x, double) { return x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0; }); }}},
        {"fn:round", {1, 2, [](const Args& a, const std::string&) { return numeric(a, half_away); }}},
        {"fn:trunc", {1, 2, [](const Args& a, const std::string&) { return numeric(a, [](double x, double digits) { return std::trunc(x * std::pow(10.0, digits)) / std::pow(10.0, digits); }); }}},
        {"fn:greatest", {2, 2, [](const Args& a, const std::string&) { return extreme(a, [](double x, double y) { return std::max(x, y); }); }, false}},
        {"fn:least", {2, 2, [](const Args& a, const std::string&) { return extreme(a, [](double x, double y) { return std::min(x, y); }); }, false}},
        {"concat", {1, 99, [](const Args& a, const std::string&) { return concatenated(a, false); }}},
        {"fn:concat", {1, 99, [](const Args& a, const std::string&) { return concatenated(a, true); }, false}},
        {"fn:left", {2, 2, left}}, {"fn:right", {2, 2, right}}, {"substring", {2, 3, substring}}, {"fn:replace", {3, 3, replaced}}, {"charindex", {2, 2, position}},
        {"upper", {1, 1, [](const Args& a, const std::string&) { return cased(a, std::toupper); }}},
        {"lower", {1, 1, [](const Args& a, const std::string&) { return cased(a, std::tolower); }}},
        {"rtrim", {1, 1, [](const Args& a, const std::string&) { return trimmed(a, false); }}},
        {"ltrim", {1, 1, [](const Args& a, const std::string&) { return trimmed(a, true); }}},
        {"len", {1, 1, [](const Args& a, const std::string&) { const auto text = text_of(a[0]); return text ? number_value(static_cast<double>(text->size())) : Value{}; }}},
        {"date_add", {2, 2, date_add}}, {"date_diff", {2, 2, date_diff}}, {"date_part", {1, 1, date_part}}, {"fn:strftime", {2, 2, formatted}}, {"fn:last_day", {1, 1, last_day}}, {"fn:make_date", {3, 3, made_date}}};
    return kFunctions;
}

/// The largest value of an integer type.
double largest(TypeKind kind) {
    switch (kind) {
    case TypeKind::tinyint: return 255;
    case TypeKind::smallint: return 32767;
    case TypeKind::int_: return 2147483647;
    default: return kLargest;
    }
}

Value to_integer(double number, TypeKind kind) {
    if (kind == TypeKind::bit) return number_value(number != 0 ? 1 : 0);
    const double whole = std::trunc(number);
    return whole > largest(kind) || whole < (kind == TypeKind::tinyint ? 0 : -largest(kind)) ? Value{} : number_value(whole);
}

Value to_number(const Value& value, const SqlType& to) {
    std::optional<double> number = value.is_number() ? std::optional(value.number) : value.is_text() ? parsed_number(value.text) : std::nullopt;
    if (!number) return {};
    if (value.is_text() && to.is_integer() && value.text.find('.') != std::string::npos) return {};
    if (to.is_integer()) return to_integer(*number, to.kind);
    if (to.kind == TypeKind::decimal) return to.precision - to.scale < 15 && std::abs(*number) >= std::pow(10.0, to.precision - to.scale) ? Value{} : number_value(half_away(*number, to.scale));
    if (to.is_money()) return number_value(half_away(*number, 4));
    return number_value(*number);
}

Value to_text(const Value& value, const SqlType& from) {
    if (!from.known()) return {}; // the length of the target may count
    if (value.is_text()) return value;
    if (value.is_number() && from.is_integer()) return text_value(fmt::format("{:.0f}", value.number));
    if (value.is_number() && from.kind == TypeKind::decimal && from.precision > 0) return text_value(fmt::format("{:.{}f}", value.number, from.scale));
    if (value.is_moment() && from.kind == TypeKind::date) return text_value(shown(value));
    return {};
}

Value to_moment(const Value& value, TypeKind kind) {
    const Value moment = as_moment(value);
    if (!moment.is_moment()) return {};
    if (kind == TypeKind::date) return moment_value(std::floor(moment.number / kDay) * kDay);
    if (kind == TypeKind::smalldatetime) return moment_value(std::floor(moment.number / kMinute + 0.5) * kMinute);
    return kind == TypeKind::datetime || kind == TypeKind::datetime2 ? moment : Value{};
}

} // namespace

Value mean_of(double total, std::size_t count, bool whole) {
    const double mean = total / static_cast<double>(count);
    return whole ? number_value(std::trunc(mean)) : exact_quotient(mean);
}

const Function* function_named(std::string_view op, std::size_t arguments) {
    const auto found = functions().find(op);
    return found == functions().end() || arguments < found->second.least || arguments > found->second.most ? nullptr : &found->second;
}

Value call_value(const Function& function, const std::string& part, const Args& args) {
    if (function.strict && std::any_of(args.begin(), args.end(), [](const Value& arg) { return arg.is_null(); })) return null_value();
    return function.compute(args, part);
}

Value converted(const Value& value, const SqlType& from, const SqlType& to, bool attempt) {
    if (!value.known() || value.is_null()) return value;
    const Value result = to.is_number() ? to_number(value, to) : to.is_string() ? to_text(value, from) : to.is_temporal() ? to_moment(value, to.kind) : Value{};
    const bool fails = attempt && value.is_text() && to.is_number() && !parsed_number(value.text);
    return fails ? null_value() : result;
}

} // namespace t2d::passes::check
