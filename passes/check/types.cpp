// SPDX-License-Identifier: Apache-2.0
// Types of terms, as far as the check needs them to tell conversions that change nothing from those that do.
#include <algorithm>
#include <array>

#include "ir/type_rules.h"
#include "passes/check/builder.h"
#include "passes/check/constants.h"
#include "passes/check/spellings.h"

namespace t2d::passes::check {

namespace {

bool is_text(const Term& term) { return term.op == "lit" && term.text.starts_with("s:"); }
bool is_number(const Term& term) { return term.op == "lit" && !term.text.starts_with("s:") && term.text != "null"; }

SqlType literal_type(const Term& term) {
    if (term.text == "null") return simple_type(TypeKind::null);
    if (is_text(term)) return string_type(TypeKind::varchar, static_cast<int>(term.text.size()) - 2);
    const std::size_t dot = term.text.find('.');
    if (term.text.find('e') != std::string::npos) return simple_type(TypeKind::float_);
    if (dot == std::string::npos) return simple_type(TypeKind::int_);
    const auto scale = static_cast<int>(term.text.size() - dot - 1);
    return decimal_type(static_cast<int>(dot) + scale, scale);
}

/// The spelling of a type in a `cast` term: strings are one type, so are the integers' and times' two spellings.
std::string type_text(const SqlType& type) {
    if (type.is_string()) return "string";
    if (type.kind == TypeKind::datetime || type.kind == TypeKind::datetime2) return "datetime2"; // what is cut off is a term of its own (`rounded`)
    if (type.kind == TypeKind::real) return "float";
    if (type.kind == TypeKind::money) return "decimal(19,4)";
    if (type.kind == TypeKind::smallmoney) return "decimal(10,4)";
    return to_string(type);
}

SqlType sum_type(const SqlType& type) {
    if (type.kind == TypeKind::decimal) return decimal_type(38, type.scale);
    return type.is_integer() && type.kind < TypeKind::int_ ? simple_type(TypeKind::int_) : type;
}

/// How long the text of an integer is at most.
int digits_of(TypeKind kind) {
    switch (kind) {
    case TypeKind::bit: return 1;
    case TypeKind::tinyint: return 3;
    case TypeKind::smallint: return 6;
    case TypeKind::bigint: return 20;
    default: return 11;
    }
}

SqlType read_type(std::string_view text) {
    if (text.starts_with("try ")) text.remove_prefix(4);
    if (text == "string") return string_type(TypeKind::varchar, kMaxLength);
    if (text.starts_with("decimal(")) {
        const std::size_t comma = text.find(',');
        if (comma == std::string_view::npos) return simple_type(TypeKind::decimal);
        return decimal_type(std::stoi(std::string(text.substr(8, comma - 8))), std::stoi(std::string(text.substr(comma + 1))));
    }
    ast::TypeName name;
    name.name.parts = {std::string(text)};
    return resolve_type(name);
}

SqlType wider(const SqlType& a, const SqlType& b) {
    if (a.kind == TypeKind::null) return b;
    if (b.kind == TypeKind::null) return a;
    if (!a.known() || !b.known()) return {};
    if (a.is_string() && b.is_string()) return string_type(TypeKind::varchar, a.length == kMaxLength || b.length == kMaxLength ? kMaxLength : std::max(a.length, b.length));
    if (a.is_number() && b.is_number() && (a.kind == TypeKind::decimal || b.kind == TypeKind::decimal) && !a.is_approximate() && !b.is_approximate()) {
        const SqlType x = decimal_form(a), y = decimal_form(b);
        const int scale = std::max(x.scale, y.scale);
        return decimal_type(std::min(38, std::max(x.precision - x.scale, y.precision - y.scale) + scale), scale);
    }
    return type_precedence(a.kind) >= type_precedence(b.kind) ? a : b;
}

/// Whether every value of `from` is the same value in `to`.
bool keeps_values(const SqlType& from, const SqlType& to) {
    if (!from.known() || !to.known()) return false;
    if (from.is_string() && to.is_string()) return true;
    if (from.kind == to.kind && from.kind != TypeKind::decimal) return true;
    if (from.is_integer() && to.is_integer()) return from.kind <= to.kind || (from.kind != TypeKind::bit && to.kind != TypeKind::bit);
    if (from.is_integer() && (to.kind == TypeKind::decimal || to.is_money())) return to.precision == 0 || to.precision - to.scale > 0;
    if ((from.kind == TypeKind::decimal || from.is_money()) && (to.kind == TypeKind::decimal || to.is_money())) {
        const SqlType x = decimal_form(from), y = decimal_form(to);
        return x.precision != 0 && x.scale <= y.scale;
    }
    if (from.is_approximate() && to.is_approximate()) return true;
    const auto moment = [](TypeKind kind) { return kind == TypeKind::datetime || kind == TypeKind::datetime2 || kind == TypeKind::smalldatetime; };
    if (to.kind == TypeKind::smalldatetime) return from.kind == TypeKind::date; // minutes are rounded
    return (from.kind == TypeKind::date || moment(from.kind)) && moment(to.kind);
}

} // namespace

/// How long CASE WHEN length(text) > n THEN '*' ELSE text END is at most; 0 when it is not that.
int Builder::bounded_text(const Term& term) const {
    if (term.op != "case" || term.args.size() != 3 || pool_[term.args[1]].text != "s:*" || !pool_.is(term.args[0], "lt")) return 0;
    const Term& limit = pool_[pool_[term.args[0]].args[0]];
    return is_number(limit) && limit.text.size() < 5 ? std::stoi(limit.text) : 0;
}

/// How long a concatenation is at most: the sum of its parts, where all of them are known.
int Builder::concat_length(const Term& concat) const {
    constexpr int kUnknown = 8000;
    int length = 0;
    for (const TermId arg : concat.args) {
        const Term& part = pool_[arg];
        if (const int bound = bounded_text(part); bound > 0) {
            length += bound;
            continue;
        }
        const SqlType from = part.op == "cast" ? type_of(part.args[0]) : SqlType{}, type = from.is_integer() ? string_type(TypeKind::varchar, digits_of(from.kind)) : type_of(arg);
        if (!type.is_string() || type.length <= 0) return kUnknown;
        length += type.length;
    }
    return std::min(length, kUnknown);
}

/// Of a list that a row holds.
SqlType Builder::field_type(TermId list, const std::string& field) const {
    const Term& column = pool_[list];
    if (column.op != "col") return {};
    const TermId rel = rel_of(column.args[0]);
    const auto row = rows_.find(pool_.is(rel, "rounds") ? pool_[rel].args[0] : rel);
    if (row == rows_.end()) return {};
    const auto type = row->second.find(column.text + "." + field);
    return type == row->second.end() ? SqlType{} : type->second;
}

SqlType Builder::type_of(TermId id) const {
    const auto known = types_.find(id);
    if (known != types_.end()) return known->second;
    const SqlType type = find_type(id);
    types_.emplace(id, type);
    return type;
}

SqlType Builder::find_type(TermId id) const {
    const Term& term = pool_[id];
    if (term.op == "lit") return literal_type(term);
    if (term.op == "ncol") return type_of(term.args[1]);
    if (term.op == "param") return parameter_type(term.text);
    if (term.op == "col") {
        if (const CatalogColumn* column = column_of(id)) return column->type;
        const TermId rel = rel_of(term.args[0]);
        if (pool_.is(rel, "unnested")) return field_type(pool_[rel].args[0], term.text);
        if (const auto row = rows_.find(pool_.is(rel, "rounds") ? pool_[rel].args[0] : rel); row != rows_.end()) {
            const auto column = row->second.find(term.text);
            return column == row->second.end() ? SqlType{} : column->second;
        }
        static constexpr std::array<std::string_view, 5> kMany{"union_all", "union", "except", "intersect", "recursive"};
        TermId first = rel;
        while (std::find(kMany.begin(), kMany.end(), pool_[first].op) != kMany.end() && !pool_[first].args.empty()) first = pool_[first].args[0];
        if (pool_.is(first, "select"))
            for (const auto& [name, value] : parts(first).outputs)
                if (name == term.text) return type_of(value);
        return {};
    }
    constexpr int kGuid = 36; // characters of its text
    if (term.op == "cast" && term.text == "string" && type_of(term.args[0]).kind == TypeKind::uniqueidentifier) return string_type(TypeKind::varchar, kGuid);
    if (term.op == "cast" || term.op == "fn:convert") return read_type(term.text);
    if (term.op == "upper" && pool_.is(term.args[0], "cast")) return type_of(term.args[0]);
    if (term.op == "coalesce" || term.op == "add" || term.op == "sub" || term.op == "mul" || term.op == "mod" || term.op == "int_div") {
        SqlType result = type_of(term.args[0]);
        if (term.op == "add" && term.args.size() == 2)
            for (const TermId arg : term.args) // a time on a day
                if (type_of(arg).kind == TypeKind::time) return fractional_type(TypeKind::datetime2, type_of(arg).scale);
        for (std::size_t i = 1; i < term.args.size(); ++i) result = wider(result, type_of(term.args[i]));
        if (term.op == "mul" && result.kind == TypeKind::decimal) result.precision = 0;
        return result;
    }
    if (term.op == "case") {
        SqlType result = type_of(term.args.back());
        for (std::size_t i = 1; i < term.args.size(); i += 2) result = wider(result, type_of(term.args[i]));
        return result;
    }
    if (term.op == "nullif" || term.op == "fn:greatest" || term.op == "fn:least" || term.op == "neg" || term.op == "agg:min" || term.op == "agg:max" || term.op == "agg:any_value") return type_of(term.args[0]);
    if (term.op == "date_add") return is_text(pool_[term.args[1]]) ? simple_type(TypeKind::datetime) : type_of(term.args[1]);
    if (term.op == "fn:monthname" || term.op == "fn:dayname") return string_type(TypeKind::varchar, 30);
    if (term.op == "fn:repeat" || term.op == "fn:reverse" || term.op == "fn:translate" || term.op == "fn:regexp_extract") return string_type(TypeKind::varchar, kMaxLength);
    if (term.op == "agg:sum") return sum_type(type_of(term.args[0]));
    if (term.op == "concat") return string_type(TypeKind::varchar, concat_length(term));
    if (term.op == "scalar" && pool_.is(term.args[0], "select")) {
        const auto outputs = parts(term.args[0]).outputs;
        return outputs.empty() ? SqlType{} : type_of(outputs[0].second);
    }
    if (term.op == "win:count" || term.op == "win:rank" || term.op == "win:dense_rank" || term.op == "win:ntile") return simple_type(TypeKind::int_);
    if (term.op.starts_with("win:") && term.args.size() == 3 && !pool_[term.args[0]].args.empty()) {
        const TermId value = pool_[term.args[0]].args[0];
        static constexpr std::array<std::string_view, 6> kSame{"win:min", "win:max", "win:lag", "win:lead", "win:first_value", "win:last_value"};
        if (std::find(kSame.begin(), kSame.end(), term.op) != kSame.end()) return type_of(value);
        if (term.op == "win:sum") return sum_type(type_of(value));
    }
    if (term.op == "agg:string_agg" || term.op == "fn:concat" || term.op == "fn:concat_ws" || term.op == "fn:strftime" || (term.op == "fn:convert" && term.text.find("char") != std::string::npos)) return string_type(TypeKind::varchar, kMaxLength);
    if (term.op == "agg:count" || term.op == "date_diff" || term.op == "date_part" || term.op == "len" || term.op == "fn:unicode" || term.op == "charindex" || term.op.starts_with("win:row_number")) return simple_type(TypeKind::int_);
    if (term.op == "substring" && term.args.size() == 3 && is_number(pool_[term.args[2]]) && pool_[term.args[2]].text.size() < 5) return string_type(TypeKind::varchar, std::max(1, std::stoi(pool_[term.args[2]].text)));
    if (term.op == "fn:left" || term.op == "fn:right" || term.op == "substring" || term.op == "fn:replace" || term.op == "rtrim" || term.op == "ltrim" || term.op == "upper" || term.op == "lower") return string_type(TypeKind::varchar, term.op == "fn:left" && is_number(pool_[term.args[1]]) ? std::stoi(pool_[term.args[1]].text) : 8000);
    if (term.op == "fn:last_day" || term.op == "fn:make_date") return simple_type(TypeKind::date);
    if (term.op == "rounded") return term.text == "datetime" ? simple_type(TypeKind::datetime) : fractional_type(TypeKind::datetime2, std::stoi(term.text));
    if (term.op == "fn:read" || term.op == "fn:make_timestamp" || term.op == "fn:strptime" || term.op == "fn:try_strptime") return fractional_type(TypeKind::datetime2, 7);
    if (term.op == "now") return simple_type(TypeKind::datetime);
    return {};
}

TermId Builder::cast(TermId value, const SqlType& type, bool try_) {
    if (type.kind == TypeKind::other || !type.known()) return pool_.opaque("a conversion to a type that is not known");
    const SqlType from = type_of(value);
    // CAST cuts strings; the length of other values is not looked at.
    if (type.is_string() && from.is_string() && type.length != kMaxLength && type.length > 0 && (from.length == kMaxLength || from.length > type.length))
        return build("fn:left", {}, {value, number(std::to_string(type.length))});
    // A number that does not fit becomes an asterisk.
    const bool narrow = (type.kind == TypeKind::varchar || type.kind == TypeKind::char_) && type.length > 0 && type.length != kMaxLength;
    const Term& constant = pool_[value];
    if (narrow && is_number(constant) && constant.text.find('.') == std::string::npos && constant.text.size() > static_cast<std::size_t>(type.length)) return pool_.make("lit", "s:*");
    if (narrow && from.kind == TypeKind::date) return build("fn:left", {}, {build("cast", "string", {value}), number(std::to_string(type.length))});
    if (narrow && from.is_integer() && type.length < digits_of(from.kind) && !pool_.is(value, "lit")) {
        const TermId text = build("cast", "string", {value});
        return pool_.make("case", {}, {build("lt", {}, {number(std::to_string(type.length)), build("len", {}, {text})}), pool_.make("lit", "s:*"), text});
    }
    // A whole number that was made a decimal divides like one: the conversion keeps the value and is not dropped.
    if (from.is_integer() && type.is_number() && !type.is_integer() && type.kind != TypeKind::bit && !pool_.is(value, "lit")) return pool_.make("cast", (try_ ? "try " : "") + type_text(type), {value});
    return build("cast", (try_ ? "try " : "") + type_text(type), {value});
}

TermId Builder::assigned(TermId value, const SqlType& type) {
    if (type.is_string() && (type_of(value).is_string() || pool_.is(value, "opaque"))) return value;
    if (is_predicate(value)) return value;
    return type.known() && type.kind != TypeKind::other ? build("cast", type_text(type), {value}) : value;
}

TermId Builder::stored(TermId value, const SqlType& type) { return type.known() && type.kind != TypeKind::other ? pool_.make("stored", type_text(type), {value}) : value; }

/// A constant beside moments of the target.
TermId Builder::kept(TermId constant) { return is_text(pool_[constant]) ? pool_.make("lit", "s:" + kept_moment(std::string_view(pool_[constant].text).substr(2))) : constant; }

TermId Builder::cast_node(std::string_view text, TermId arg) {
    const Term& term = pool_[arg];
    const SqlType to = read_type(text);
    if (to.is_number())
        if (const TermId written = text_of_number(*this, arg); written != arg) return cast_node(text, written);
    if (term.op == "lit" && term.text == "null") return arg;
    if (is_text(term) && to.is_temporal() && term.text.find(' ') != std::string::npos && term.text.find_first_of("0123456789") == std::string::npos) return pool_.make("fn:error", {}, {arg}); // words
    if (is_text(term) && to.is_temporal()) return kept(arg);
    if (is_text(term) && to.is_string()) return arg;
    if (is_text(term) && to.is_number() && term.text.find_first_not_of("0123456789.-", 2) == std::string::npos && term.text.size() > 2) {
        const bool zero = term.text.find_first_not_of("0.-", 2) == std::string::npos;
        return to.kind == TypeKind::bit ? number(zero ? "0" : "1") : number(term.text.substr(2));
    }
    if (is_number(term) && to.is_number() && (term.text.find('.') == std::string::npos || keeps_values(literal_type(term), to))) return to.kind == TypeKind::bit ? number(term.text == "0" ? "0" : "1") : arg;
    if (is_number(term) && to.is_string() && term.text.find('.') == std::string::npos) return pool_.make("lit", "s:" + term.text);
    const SqlType from = type_of(arg);
    if (keeps_values(from, to) || (from.known() && type_text(from) == text)) return arg;
    // A CASE is converted arm by arm: where the conversion stands makes no difference.
    if (term.op == "case" || term.op == "coalesce") {
        Terms args = term.args;
        for (std::size_t i = 0; i < args.size(); ++i)
            if (term.op == "coalesce" || i % 2 == 1 || i + 1 == args.size()) args[i] = cast_node(text, args[i]);
        return build(term.op, {}, std::move(args));
    }
    if (to.kind == TypeKind::bit && from.is_number() && !text.starts_with("try ")) return compare("ne", {arg, number("0")});
    if (term.op == "fn:trunc" && term.args.size() == 1 && to.is_integer() && !type_of(term.args[0]).is_money()) return cast_node(text, term.args[0]);
    return pool_.make("cast", text, {arg});
}

} // namespace t2d::passes::check
