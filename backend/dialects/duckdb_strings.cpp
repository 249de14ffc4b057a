// SPDX-License-Identifier: Apache-2.0
// String functions.
// https://learn.microsoft.com/sql/t-sql/functions/string-functions-transact-sql
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/duckdb_form.h"
#include "backend/jinja.h"
#include "ir/text.h"

namespace t2d::backend {

using namespace ir;

namespace {

constexpr int kFloatDigits = 15; ///< of a decimal that a float gives back unchanged
constexpr int kStrDecimals = 16; ///< STR takes no more
constexpr int kLongest = 8000; ///< bytes of a varchar that is not varchar(max)

const SqlType kBigint = simple_type(TypeKind::bigint);
const SqlType kInt = simple_type(TypeKind::int_);

/// An argument that is a length: SQL Server fails when it is negative, DuckDB counts from the other end.
std::string length_argument(const Call& node, std::size_t index) {
    if (at_least(*node.args[index]).value_or(-1) >= 0) return fmt::format("${}", index);
    return fmt::format("case when ${0} < 0 then error('Invalid length parameter passed to the {1} function.') else ${0} end", index, info_of(node.function).name);
}

Form part_form(const Call& node, const SqlType& type) { return spelled(fmt::format("{}(#0, {})", node.function == FunctionId::left ? "left" : "right", length_argument(node, 1)), type); }

Form substring_form(const Call& node, const SqlType& type) {
    const auto start = integer_of(node.args[1]), length = integer_of(node.args[2]);
    if (start && *start <= 0 && length && *length >= 0) return spelled(fmt::format("left(#0, {})", std::max(0LL, *start + *length - 1)), type);
    const std::string count = length_argument(node, 2);
    if (at_least(*node.args[1]).value_or(0) >= 1) return spelled(fmt::format("substring(#0, $1, {})", count), type);
    // Characters before the first count towards the length.
    return spelled("case when @1 + @2 <= 1 then left(#0, 0) else substring(#0, greatest($1, 1), @1 + @2 - greatest($1, 1)) end", type);
}

/// The texts of a search as they are compared: in lower case where case is ignored and one of them has letters.
struct Searched {
    std::string needle = "#0", text = "#1";
};
Searched searched(const Call& node) {
    if (is_exact(node.strings)) return {"#0", "@1 collate \"binary\""}; // strpos would follow the column's collation
    if (is_constant(node, 0) && without_letters(constant_text(node, 0))) return {};
    if (!is_constant(node, 0)) return {"lower(#0)", "lower(#1)"};
    std::string lower = constant_text(node, 0);
    const bool ascii = std::all_of(lower.begin(), lower.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return {ascii ? form_literal(lower) : "lower(#0)", "lower(#1)"};
}

Form charindex_form(const Call& node, const SqlType&) {
    if (node.args[0]->type.is_binary() || node.args[1]->type.is_binary()) return refusal("CHARINDEX of binary values");
    const auto [needle, text] = searched(node);
    const bool from_start = node.args.size() < 3 || integer_of(node.args[2]).value_or(2) <= 1;
    const bool maybe_empty = !is_constant(node, 0) || constant_text(node, 0).empty();
    std::string out = fmt::format("strpos({}, {})", text, needle);
    if (!from_start) {
        const std::string start = at_least(*node.args[2]).value_or(0) >= 1 ? "$2" : "case when $2 < 1 then 1 else $2 end";
        const std::string found = fmt::format("strpos(substring({}, {}), {})", text, start, needle);
        out = fmt::format("{0} + case when {0} > 0 then {1} - 1 else 0 end", found, start == "$2" ? "@2" : "(" + start + ")");
    }
    if (!maybe_empty) return spelled(out, kBigint, from_start ? strength::atom : strength::add);
    return spelled(fmt::format("case when $0 = '' and $1 is not null then 0 else {} end", out), kBigint);
}

Form replace_form(const Call& node, const SqlType& type) {
    const bool plain = is_exact(node.strings) || (is_constant(node, 1) && without_letters(constant_text(node, 1)));
    if (is_constant(node, 1) && constant_text(node, 1).empty()) return spelled("$0", type, strength::any);
    if (plain) return spelled("replace(#0, #1, #2)", type);
    std::string with = "replace(#2, '\\', '\\\\')";
    if (is_constant(node, 2)) {
        with = constant_text(node, 2);
        for (std::size_t at = with.find('\\'); at != std::string::npos; at = with.find('\\', at + 2)) with.insert(at, "\\");
        with = form_literal(with);
    }
    if (is_constant(node, 1)) return spelled(fmt::format("regexp_replace(#0, {}, {}, 'gi')", form_literal(escaped_pattern(constant_text(node, 1))), with), type);
    return spelled(fmt::format("case when $1 = '' then #0 else regexp_replace(#0, regexp_escape(#1), {}, 'gi') end", with), type);
}

/// NULL when the start lies outside of the text or the length is negative; a NULL replacement is none.
Form stuff_form(const Call& node, const SqlType& type) {
    const Constant* with = constant_of(node.args[3]);
    const bool nothing = with != nullptr && (with->is_null || with->text.empty());
    const std::string middle = nothing ? "" : node.args[3]->nullable ? "coalesce(#3, '') || " : with != nullptr ? "$3 || " : "@3 || ";
    const auto start = integer_of(node.args[1]), length = integer_of(node.args[2]);
    if (start && length && *start >= 1 && *length >= 0) {
        const std::string tail = fmt::format("substring(#0, {})", *start + *length);
        const std::string head = *start == 1 ? "" : fmt::format("left(#0, {}) || ", *start - 1);
        return spelled(fmt::format("case when length(#0) >= {} then {}{}{} end", *start, head, middle, tail), type);
    }
    return spelled(fmt::format("case when $1 between 1 and length(#0) and $2 >= 0 then left(#0, @1 - 1) || {}substring(#0, @1 + @2) end", middle), type);
}

Form repeat_form(const Call& node, const SqlType& type) {
    const bool space = node.function == FunctionId::space;
    const std::size_t count = space ? 0 : 1;
    const int width = space ? 1 : node.args[0]->type.length;
    const std::string text = fmt::format("repeat({}, ${})", space ? "' '" : "#0", count);
    const auto times = integer_of(node.args[count]);
    if (times && *times < 0) return spelled("cast(null as varchar)", type);
    const bool short_enough = width == kMaxLength || (times && *times * width <= kLongest);
    const std::string limited = short_enough ? text : fmt::format("left({}, {})", text, type.is_unicode() ? kLongest / 2 : kLongest);
    if (at_least(*node.args[count]).value_or(-1) >= 0) return spelled(limited, type);
    return spelled(fmt::format("case when ${} >= 0 then {} end", count, limited), type);
}

Form trim_form(const Call& node, const SqlType& type) {
    const std::string_view name = node.function == FunctionId::ltrim ? "ltrim" : node.function == FunctionId::rtrim ? "rtrim" : "trim";
    if (node.args.size() > 1 && !(is_constant(node, 1) && without_letters(constant_text(node, 1)))) return refusal("trimming of given letters");
    const std::string text = node.function == FunctionId::ltrim || node.args.size() > 1 ? "#0" : "$0";
    Form out = spelled(fmt::format("{}({}{})", name, text, node.args.size() > 1 ? ", $1" : ""), type);
    out.trimmed = node.args.size() == 1 && name != "ltrim";
    return out;
}

Form quotename_form(const Call& node, const SqlType& type) {
    const std::string quote = node.args.size() < 2 ? "[" : constant_text(node, 1);
    const bool bracket = quote == "[" || quote == "]";
    if (!bracket && quote != "\"" && quote != "'") return refusal("QUOTENAME with another quote than [, \" or '");
    const std::string open = bracket ? "[" : quote, close = bracket ? "]" : quote;
    const std::string text = fmt::format("{} || replace(#0, {}, {}) || {}", form_literal(open), form_literal(close), form_literal(close + close), form_literal(close));
    if (node.args[0]->type.length > 0 && node.args[0]->type.length <= 128) return spelled(text, type, strength::concat);
    return spelled(fmt::format("case when length(#0) <= 128 then {} end", text), type);
}

Form datalength_form(const Call& node, const SqlType&) {
    const SqlType& type = node.args[0]->type;
    if (type.is_binary()) return spelled("octet_length($0)", kBigint);
    if (type.is_fixed_string()) return spelled(fmt::format("case when $0 is not null then {} end", type.is_unicode() ? 2 * type.length : type.length), kInt);
    if (type.is_unicode()) return spelled("2 * length($0)", kBigint, strength::multiply);
    if (type.is_string() && type.kind != TypeKind::xml) return spelled("length($0)", kBigint);
    const int bytes = type.kind == TypeKind::bit || type.kind == TypeKind::tinyint ? 1 : type.kind == TypeKind::smallint ? 2 : type.kind == TypeKind::int_ ? 4 : type.kind == TypeKind::bigint || type.kind == TypeKind::datetime || type.kind == TypeKind::float_ ? 8 : 0;
    return bytes == 0 ? refusal("DATALENGTH of " + to_string(type)) : spelled(fmt::format("case when $0 is not null then {} end", bytes), kInt);
}

constexpr std::string_view kSameControls = "129, 141, 143, 144, 157";
constexpr int kSurrogates = 0xD800; ///< NCHAR gives half a character from here on

/// The code of the first character in code page 1252. Others than its characters are replaced by similar ones in SQL Server.
Form ascii_form(const Call& node) {
    const Constant* constant = constant_of(node.args[0]);
    const bool plain = constant != nullptr && std::all_of(constant->text.begin(), constant->text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (plain) return spelled("nullif(unicode(#0), -1)", kInt);
    const std::string place = fmt::format("strpos({}, left(@0, 1) collate \"binary\")", kCodePage);
    return spelled(fmt::format("case when unicode(#0) <= 255 then nullif(unicode(#0), -1) when {0} > 0 then 127 + {0} when unicode(#0) > 255 then error('ASCII of a character that code page 1252 does not have has no exact form.') end", place), kBigint);
}

/// NULL for codes that are none.
Form character_form(const Call& node, const SqlType& type) {
    const bool unicode = node.function == FunctionId::nchar_;
    const auto code = integer_of(node.args[0]);
    const bool same = code && ((*code >= 1 && *code <= 127) || (*code >= 160 && *code <= 255) || (unicode && *code >= 128 && *code < kSurrogates));
    if (same) return spelled("chr($0)", type);
    const std::string none = fmt::format("when $0 = 0 then error('{} of 0 has no exact form.')", info_of(node.function).name);
    if (unicode) return spelled(fmt::format("case when $0 between 1 and {} then chr(cast($0 as integer)) when $0 between {} and 65535 then error('NCHAR of half a character has no exact form.') {} end", kSurrogates - 1, kSurrogates, none), type);
    return spelled(fmt::format("case when $0 between 128 and 159 and $0 not in ({}) then substring({}, @0 - 127, 1) when $0 between 1 and 255 then chr(cast($0 as integer)) {} end", kSameControls, kCodePage, none), type);
}

/// Right-aligned; stars where it does not fit. A number is rounded as a float: only what has no more decimals than asked for is exact.
Form str_form(const Call& node, const SqlType& type) {
    const long long width = node.args.size() > 1 ? integer_of(node.args[1]).value_or(0) : 10;
    const SqlType& from = node.args[0]->type;
    const auto decimals = node.args.size() < 3 ? std::optional<long long>(0) : integer_of(node.args[2]);
    const bool keeps_all = from.is_integer() || (from.kind == TypeKind::decimal && from.precision <= kFloatDigits && decimals && from.scale <= *decimals);
    if (width < 1 || !decimals || *decimals < 0 || *decimals > kStrDecimals || from.is_approximate() || (*decimals > 0 && !keeps_all)) return refusal("STR of a float, of a computed length or to fewer decimals than the number has");
    const std::string text = *decimals == 0 && from.is_integer() ? "cast($0 as varchar)" : fmt::format("cast(cast($0 as decimal(38, {})) as varchar)", *decimals);
    const std::string stars = "'" + std::string(static_cast<std::size_t>(width), '*') + "'";
    const std::string narrow = *decimals == 0 ? stars : fmt::format("case when length(split_part({}, '.', 1)) > {} then {} else error('STR that has no room for its decimals has no exact form.') end", text, width, stars);
    return spelled(fmt::format("case when length({0}) > {1} then {2} else lpad({0}, {1}, ' ') end", text, width, narrow), type);
}

struct Hash {
    std::string_view algorithm, function;
    int bytes = 0;
};
constexpr Hash kHashes[] = {{"MD5", "md5", 16}, {"SHA", "sha1", 20}, {"SHA1", "sha1", 20}, {"SHA2_256", "sha256", 32}};

Hash hash_of(const std::string& algorithm) {
    const auto* const found = std::find_if(std::begin(kHashes), std::end(kHashes), [&](const Hash& hash) { return equal_ignoring_case(hash.algorithm, algorithm); });
    return found == std::end(kHashes) ? Hash{} : *found;
}

/// Hashes are taken of bytes: those of code page 1252, UTF-16 for Unicode. The blanks that a CHAR is filled up with are no part of a macro's argument.
Form hash_form(const Call& node, const SqlType&) {
    const std::string algorithm = constant_text(node, 0);
    const std::string_view name = hash_of(algorithm).function;
    const SqlType& from = node.args[1]->type;
    if (name.empty() || !(from.is_string() || from.is_binary())) return refusal("HASHBYTES with " + (algorithm.empty() ? "a computed algorithm" : to_upper(algorithm)));
    const SqlType type = string_type(TypeKind::varbinary, kLongest);
    if (from.is_binary()) return spelled(fmt::format("unhex({}($1))", name), type);
    if (!from.is_fixed_string()) return spelled(fmt::format("unhex({}({}))", name, jinja::expression(from.is_unicode() ? "tsql_utf16(`1)" : "tsql_code_page_1252(`1)")), type);
    const std::string ascii = "case when strlen(#1) > length(#1) then error('HASHBYTES of characters beyond ASCII has no exact form.') else #1 end";
    if (!from.is_unicode()) return spelled(fmt::format("unhex({}({}))", name, ascii), type);
    return spelled(fmt::format(R"(unhex({}(unhex(regexp_replace(hex({}), '(..)', '\100', 'g')))))", name, ascii), type);
}

/// What can be read as an integer, decimal, money or float.
Form isnumeric_form(const Call& node) {
    const SqlType& type = node.args[0]->type;
    if (type.is_number()) return spelled("case when $0 is null then 0 else 1 end", kInt);
    if (!type.is_string()) return refusal("ISNUMERIC of " + to_string(type));
    constexpr std::string_view kPattern = " *([+-]? *[$]?[0-9,]*[.]?[0-9]*|[$] *[+-]?[0-9,]*[.]?[0-9]*|[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)[eEdD][+-]?[0-9]+) *";
    return spelled(fmt::format("case when $0 <> '' and trim($0) <> '' and regexp_full_match($0, '{}') then 1 else 0 end", kPattern), kInt);
}

} // namespace

int hash_bytes(const Scalar& scalar) {
    const auto* call = std::get_if<Call>(&scalar.node);
    return call == nullptr || call->function != FunctionId::hashbytes ? 0 : hash_of(constant_text(*call, 0)).bytes;
}

std::optional<Form> string_form(const Call& node, const SqlType& type) {
    switch (node.function) {
    case FunctionId::left:
    case FunctionId::right: return part_form(node, type);
    case FunctionId::substring: return node.args[0]->type.is_binary() ? refusal("SUBSTRING of a binary value") : substring_form(node, type);
    case FunctionId::charindex: return charindex_form(node, type);
    case FunctionId::patindex: return patindex_form(node);
    case FunctionId::replace: return replace_form(node, type);
    case FunctionId::stuff: return stuff_form(node, type);
    case FunctionId::replicate:
    case FunctionId::space: return repeat_form(node, type);
    case FunctionId::ltrim:
    case FunctionId::rtrim:
    case FunctionId::trim: return trim_form(node, type);
    case FunctionId::concat:
    case FunctionId::concat_ws: return concat_form(node, type);
    case FunctionId::translate: return translate_form(node, type);
    case FunctionId::quotename: return quotename_form(node, type);
    case FunctionId::datalength: return datalength_form(node, type);
    case FunctionId::len: return spelled("length(rtrim($0))", kBigint);
    case FunctionId::upper: return spelled("upper($0)", type);
    case FunctionId::lower: return spelled("lower($0)", type);
    case FunctionId::reverse: return spelled("reverse(#0)", type);
    case FunctionId::ascii: return ascii_form(node);
    case FunctionId::unicode: return spelled("nullif(unicode(#0), -1)", kInt);
    case FunctionId::char_:
    case FunctionId::nchar_: return character_form(node, type);
    case FunctionId::str: return str_form(node, type);
    case FunctionId::hashbytes: return hash_form(node, type);
    case FunctionId::isnumeric: return isnumeric_form(node);
    case FunctionId::format: return format_form(node);
    default: return std::nullopt;
    }
}

} // namespace t2d::backend
