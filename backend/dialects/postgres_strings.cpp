// SPDX-License-Identifier: Apache-2.0
// String functions and patterns. PostgreSQL searches no text under a collation that ignores case, so what searches is a function of the
// library.
// https://learn.microsoft.com/sql/t-sql/functions/string-functions-transact-sql
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/postgres.h"
#include "backend/dialects/postgres_form.h"

namespace t2d::backend {

using namespace ir;

namespace {

constexpr int kLongest = 8000; ///< bytes of a varchar that is not varchar(max)

const SqlType kInt = simple_type(TypeKind::int_);

std::string name_of(const Call& node) { return std::string(info_of(node.function).name); }
bool is_binary(const Call& node) { return std::any_of(node.args.begin(), node.args.end(), [](ScalarRef argument) { return argument->type.is_binary(); }); }

/// SQL Server fails on a negative length, PostgreSQL counts from the other end.
std::string length_argument(const Call& node, std::size_t index) {
    if (at_least(*node.args[index]).value_or(-1) >= 0) return fmt::format("!{}", index);
    return fmt::format("tsql.length_argument(!{}, '{}')", index, name_of(node));
}

/// Arguments after the name of a function of the library: `#` for texts, `!` for whole numbers.
std::string arguments(const Call& node) {
    std::string out;
    for (std::size_t i = 0; i < node.args.size(); ++i) out += fmt::format("{}{}{}", i == 0 ? "" : ", ", node.args[i]->type.is_number() ? "!" : "#", i);
    return out;
}

Form search_form(const Call& node) { return spelled(fmt::format("tsql.charindex{}({})", !is_exact(node.strings) ? "" : "_exact", arguments(node)), kInt); }

Form replace_form(const Call& node, const SqlType& type) {
    if (is_constant(node, 1) && constant_text(node, 1).empty()) return spelled("$0", type, strength::any);
    return !is_exact(node.strings) ? spelled("tsql.replace(#0, #1, #2)", type) : refusal("REPLACE with regard to case");
}

Form repeat_form(const Call& node, const SqlType& type) {
    const bool space = node.function == FunctionId::space;
    const int width = space ? 1 : node.args[0]->type.length;
    const int longest = width == kMaxLength ? 1000000000 : type.is_unicode() ? kLongest / 2 : kLongest;
    return spelled(fmt::format("tsql.replicate({}, !{}, {})", space ? "' '" : "#0", space ? 0 : 1, longest), type);
}

Form trim_form(const Call& node, const SqlType& type) {
    const std::string_view name = node.function == FunctionId::ltrim ? "ltrim" : node.function == FunctionId::rtrim ? "rtrim" : "btrim";
    if (node.args.size() > 1 && !(is_constant(node, 1) && without_letters(constant_text(node, 1)))) return refusal("trimming of given letters");
    Form out = spelled(fmt::format("{}(#0{})", name, node.args.size() > 1 ? ", $1" : ""), type);
    out.trimmed = node.args.size() == 1 && name != "ltrim";
    return out;
}

Form datalength_form(const Call& node) {
    const SqlType& type = node.args[0]->type;
    if (type.is_binary()) return spelled("octet_length($0)", kInt);
    if (type.is_fixed_string()) return spelled(fmt::format("case when $0 is not null then {} end", type.is_unicode() ? 2 * type.length : type.length), kInt);
    if (type.is_unicode()) return spelled("2 * length($0)", kInt, strength::multiply);
    if (type.is_string() && type.kind != TypeKind::xml) return spelled("length($0)", kInt);
    return refusal("DATALENGTH of " + to_string(type));
}

/// Code pages agree with Unicode up to 127, and Latin-1 from 160 to 255.
Form character_form(const Call& node, const SqlType& type) {
    const auto code = integer_of(node.args[0]);
    const bool same = code && ((*code >= 1 && *code <= 127) || (*code >= 160 && *code <= 255) || (node.function == FunctionId::nchar_ && *code >= 128 && *code < 0xD800));
    return same ? spelled("chr(!0)", type) : refusal(name_of(node) + " of a computed code");
}

/// Hashes are taken of bytes: those of a varchar in code page 1252, which fails for other characters.
Form hash_form(const Call& node) {
    const std::string algorithm = constant_text(node, 0);
    const bool sha = algorithm == "SHA2_256" || algorithm == "sha2_256", md5 = algorithm == "MD5" || algorithm == "md5";
    const SqlType& from = node.args[1]->type;
    if ((!sha && !md5) || from.is_unicode() || !(from.is_string() || from.is_binary())) return refusal("HASHBYTES with " + (algorithm.empty() ? std::string("a computed algorithm") : algorithm) + " of " + to_string(from));
    const std::string bytes = from.is_binary() ? "$1" : "convert_to(#1, 'WIN1252')";
    return spelled(sha ? "sha256(" + bytes + ")" : "decode(md5(" + bytes + "), 'hex')", string_type(TypeKind::varbinary, kLongest));
}

Form isnumeric_form(const Call& node) {
    const SqlType& type = node.args[0]->type;
    if (type.is_number()) return spelled("case when $0 is null then 0 else 1 end", kInt);
    return type.is_string() ? spelled("tsql.isnumeric($0)", kInt) : refusal("ISNUMERIC of " + to_string(type));
}

/// SQL Server ignores trailing blanks of a varchar operand, not of Unicode and never of the pattern.
std::string_view trims(const Scalar& operand, const Scalar& pattern) { return operand.type.is_unicode() || pattern.type.is_unicode() ? "false" : "true"; }

} // namespace

namespace postgres {

Form patindex_form(const Call& node) {
    const std::string pattern = constant_text(node, 0);
    const bool any_text = pattern.find_first_not_of('%') == std::string::npos;
    if (!is_constant(node, 0) || any_text || node.args[1]->type.is_fixed_string()) return refusal("PATINDEX with a computed pattern, of any text or of a CHAR");
    return spelled(fmt::format("tsql.patindex{}($0, #1, {})", !is_exact(node.strings) ? "" : "_exact", trims(*node.args[1], *node.args[0])), kInt);
}

std::optional<Form> string_form(const Call& node, const SqlType& type) {
    switch (node.function) {
    case FunctionId::left:
    case FunctionId::right: return is_binary(node) ? refusal(name_of(node) + " of a binary value") : spelled(fmt::format("{}(#0, {})", node.function == FunctionId::left ? "left" : "right", length_argument(node, 1)), type);
    case FunctionId::substring: return is_binary(node) ? refusal("SUBSTRING of a binary value") : spelled("substring(#0, !1, !2)", type);
    case FunctionId::charindex: return is_binary(node) ? refusal("CHARINDEX of binary values") : search_form(node);
    case FunctionId::patindex: return patindex_form(node);
    case FunctionId::replace: return replace_form(node, type);
    case FunctionId::stuff: return spelled("tsql.stuff(#0, !1, !2, #3)", type);
    case FunctionId::replicate:
    case FunctionId::space: return repeat_form(node, type);
    case FunctionId::ltrim:
    case FunctionId::rtrim:
    case FunctionId::trim: return trim_form(node, type);
    case FunctionId::concat:
    case FunctionId::concat_ws: return concat_form(node, type);
    case FunctionId::translate: return translate_form(node, type);
    case FunctionId::datalength: return datalength_form(node);
    case FunctionId::len: return spelled("length(rtrim($0))", kInt);
    case FunctionId::upper: return spelled("tsql.upper($0)", type);
    case FunctionId::lower: return spelled("tsql.lower($0)", type);
    case FunctionId::reverse: return spelled("reverse(#0)", type);
    case FunctionId::ascii: return spelled("tsql.ascii(#0)", kInt);
    case FunctionId::unicode: return spelled("nullif(ascii(#0), 0)", kInt);
    case FunctionId::char_:
    case FunctionId::nchar_: return character_form(node, type);
    case FunctionId::hashbytes: return hash_form(node);
    case FunctionId::isnumeric: return isnumeric_form(node);
    default: return std::nullopt;
    }
}

} // namespace postgres

Form PostgresSpelling::like_form(const Like& node, bool ignore_case) const {
    const Constant* escape = constant_of(node.escape);
    if (node.escape != nullptr && (escape == nullptr || escape->text.size() != 1)) return refusal("LIKE with a computed escape character");
    const std::string written = escape == nullptr ? "''" : form_literal(escape->text);
    const std::string call = fmt::format("tsql.like{}(#0, #1, {}, {})", ignore_case ? "" : "_exact", written, trims(*node.operand, *node.pattern));
    return spelled(node.negated ? "not " + call : call, simple_type(TypeKind::bit), node.negated ? strength::not_ : strength::atom);
}

} // namespace t2d::backend
