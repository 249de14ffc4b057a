// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/check/functions.h"
#include "passes/check/moments.h"
#include "passes/check/spellings.h"
#include "passes/check/walker.h"

namespace t2d::passes::check {

TermId Walker::expr(const ast::Expr& e, const Scope& scope, const Ctes& ctes) {
    const TermId id = node(e, scope, ctes);
    b_.pool().place(id, e.span);
    return id;
}

TermId Walker::literal(const ast::Literal& literal) {
    switch (literal.literal) {
    case ast::LiteralKind::null: return b_.null();
    case ast::LiteralKind::integer:
    case ast::LiteralKind::decimal:
    case ast::LiteralKind::floating: return b_.number(literal.text);
    case ast::LiteralKind::money: return b_.number(literal.text.substr(literal.text.find_first_of("0123456789.-")));
    case ast::LiteralKind::string:
    case ast::LiteralKind::nstring: return b_.text(literal.text);
    case ast::LiteralKind::binary: return b_.pool().make("lit", "x:" + to_lower(literal.text));
    }
    return b_.null();
}

TermId Walker::column(const ast::Name& written, const Scope& scope) {
    const std::string name = to_lower(written.last());
    const std::string table = written.parts.size() > 1 ? to_lower(written.parts[written.parts.size() - 2]) : "";
    for (const Scope* at = &scope; at != nullptr; at = at->outer) {
        Terms open; // tables whose columns are not listed anywhere
        for (const Binding& binding : at->bindings) {
            if (!table.empty() && binding.columns == std::vector{table}) return b_.column(binding.atom, name); // of the element of a list
            if (!table.empty() && binding.alias != table) continue;
            for (const std::string& known : binding.columns)
                if (known == name || known == binding.alias + "." + name) return b_.column(binding.atom, known);
            if (binding.columns.empty() && b_.pool().is(b_.rel_of(binding.atom), "table")) open.push_back(binding.atom);
        }
        if (open.size() == 1 && (!table.empty() || !may_be_around(name, at->outer))) return b_.column(open[0], name);
        if (!open.empty()) return b_.pool().opaque("column " + name);
    }
    return b_.pool().opaque(may_name(name, table, scope) ? "column " + name : std::string(kNoColumn) + name);
}

/// Whether a name may be that of a column of the blocks around.
bool Walker::may_be_around(const std::string& name, const Scope* outer) {
    for (const Scope* at = outer; at != nullptr; at = at->outer)
        for (const Binding& binding : at->bindings)
            if (binding.columns.empty() || std::find(binding.columns.begin(), binding.columns.end(), name) != binding.columns.end()) return true;
    return false;
}

/// Whether a name that no column in reach has may stand for something else: a value of a select list, a relation, a column of a relation that is not known.
bool Walker::may_name(const std::string& name, const std::string& table, const Scope& scope) const {
    static constexpr std::string_view kRow = "rowid"; // the target numbers the rows of its tables
    if (name == kRow) return true;
    bool named = table.empty(); // the relation that the name says is in reach
    for (const Scope* at = &scope; at != nullptr; at = at->outer)
        for (const Binding& binding : at->bindings) {
            if (binding.columns.empty() || binding.alias == name || b_.pool().is(b_.rel_of(binding.atom), "opaque")) return true;
            named = named || binding.alias == table;
            if (std::find(binding.columns.begin(), binding.columns.end(), table) != binding.columns.end()) return true; // a field of a value
        }
    const auto listed = [&](const ast::Select* block) { return std::any_of(block->items.begin(), block->items.end(), [&](const ast::SelectItem& item) { return equal_ignoring_case(item.alias, name); }); };
    return !named || (table.empty() && std::any_of(open_.begin(), open_.end(), listed));
}

TermId Walker::subquery(const std::string& op, const ast::Query& written, const Scope& scope, const Ctes& ctes, Terms before) {
    const Relation relation = query(written, &scope, ctes);
    before.insert(before.begin(), relation.term);
    return b_.build(op, {}, std::move(before));
}

TermId Walker::binary(const ast::Binary& binary, const Scope& scope, const Ctes& ctes) {
    const TermId left = expr(*binary.left, scope, ctes), right = expr(*binary.right, scope, ctes);
    switch (binary.op) {
    case ast::BinaryOp::add: {
        const SqlType a = b_.type_of(left), c = b_.type_of(right);
        const auto empty_for_null = [&](TermId side) { return b_.pool().is(side, "coalesce") && b_.type_of(b_.pool()[side].args.back()).is_string(); };
        const bool texts = !a.known() && !c.known() && (empty_for_null(left) || empty_for_null(right));
        const bool text = texts || (a.is_string() && (c.is_string() || !c.known() || c.kind == TypeKind::null)) || (c.is_string() && !a.is_number() && !a.is_temporal());
        return b_.build(text && !b_.pool().is(right, "period") ? "concat" : "add", {}, {left, right});
    }
    case ast::BinaryOp::subtract: return b_.build("sub", {}, {left, right});
    case ast::BinaryOp::multiply: return b_.build("mul", {}, {left, right});
    case ast::BinaryOp::divide: return b_.build(b_.type_of(left).is_integer() && b_.type_of(right).is_integer() ? "int_div" : "div", {}, {left, right});
    case ast::BinaryOp::modulo: return b_.build("mod", {}, {left, right});
    case ast::BinaryOp::bit_and: return b_.build("bit_and", {}, {left, right});
    case ast::BinaryOp::bit_or: return b_.build("bit_or", {}, {left, right});
    case ast::BinaryOp::bit_xor: return b_.build("bit_xor", {}, {left, right});
    case ast::BinaryOp::equal: return b_.build("eq", {}, {left, right});
    case ast::BinaryOp::not_equal: return b_.build("ne", {}, {left, right});
    case ast::BinaryOp::less: return b_.build("lt", {}, {left, right});
    case ast::BinaryOp::less_equal: return b_.build("le", {}, {left, right});
    case ast::BinaryOp::greater:
    case ast::BinaryOp::not_less: return b_.build(binary.op == ast::BinaryOp::greater ? "lt" : "le", {}, {right, left});
    case ast::BinaryOp::greater_equal: return b_.build("le", {}, {right, left});
    case ast::BinaryOp::not_greater: return b_.build("le", {}, {left, right});
    case ast::BinaryOp::outer_left:
    case ast::BinaryOp::outer_right:
    case ast::BinaryOp::shift_left:
    case ast::BinaryOp::concat:
    case ast::BinaryOp::shift_right: break;
    }
    return b_.pool().opaque("an operator");
}

TermId Walker::case_of(const ast::Case& written, const Scope& scope, const Ctes& ctes) {
    Terms args;
    for (const ast::CaseWhen& arm : written.whens) {
        if (written.operand) args.push_back(b_.build("eq", {}, {expr(**written.operand, scope, ctes), expr(arm.when, scope, ctes)}));
        else args.push_back(condition(arm.when, scope, ctes));
        args.push_back(expr(arm.then, scope, ctes));
    }
    args.push_back(written.otherwise ? expr(**written.otherwise, scope, ctes) : b_.null());
    return b_.build("case", {}, std::move(args));
}

namespace {

std::string bound_text(const ast::FrameBound& bound, const std::string& offset) {
    switch (bound.bound) {
    case ast::BoundKind::unbounded_preceding: return "unbounded preceding";
    case ast::BoundKind::preceding: return offset + " preceding";
    case ast::BoundKind::current_row: return "current row";
    case ast::BoundKind::following: return offset + " following";
    case ast::BoundKind::unbounded_following: return "unbounded following";
    }
    return {};
}

} // namespace

TermId Walker::window(const std::string& function, Terms args, const ast::Call& call, const Scope& scope, const Ctes& ctes) {
    const ast::Over& over = **call.over;
    if (!over.window.empty()) return b_.pool().opaque("a named window");
    std::set<TermId> partition;
    for (const ast::Expr& item : over.partition_by) partition.insert(b_.compared(expr(item, scope, ctes)));
    std::string frame;
    if (over.frame) {
        const auto offset = [&](const ast::FrameBound& bound) { return bound.offset ? show(b_.pool(), expr(**bound.offset, scope, ctes)) : std::string(); };
        const ast::FrameBound end = over.frame->end.value_or(ast::FrameBound{});
        frame = std::string(over.frame->unit == ast::FrameUnit::rows ? "rows " : "range ") + bound_text(over.frame->start, offset(over.frame->start)) + " to " + bound_text(end, offset(end));
        if (frame == "range unbounded preceding to current row") frame.clear(); // the default
    }
    if (call.nulls == ast::NullTreatment::ignore_nulls) frame += " ignore nulls";
    TermPool& pool = b_.pool();
    return pool.make("win:" + function, frame, {pool.make("args", call.distinct ? "distinct" : "", std::move(args)), pool.make("partition", {}, Terms(partition.begin(), partition.end())), order_of(over.order_by, nullptr, scope, ctes)});
}

/// `[value for name in list]` of the target: the value over an element that has no name.
TermId Walker::comprehension(const ast::Call& call, const Scope& scope, const Ctes& ctes) {
    const auto* name = call.args.size() == 3 ? std::get_if<ast::ColumnName>(&call.args[1].node) : nullptr;
    if (name == nullptr) return b_.pool().opaque("a list");
    const TermId list = expr(call.args[2], scope, ctes), element = b_.pool().make("element", std::to_string(lists_++));
    const Scope inside{{{"", {to_lower(name->name.last())}, element}}, &scope};
    TermId value = expr(call.args[0], inside, ctes);
    value = b_.replace(value, {{b_.column(element, to_lower(name->name.last())), element}});
    --lists_;
    return b_.pool().make("comprehension", {}, {value, list});
}

/// `struct_pack(name := value, …)`: the element of a list of rows.
TermId Walker::record(const ast::Call& call, const Scope& scope, const Ctes& ctes) {
    Terms fields;
    for (const ast::Expr& arg : call.args) {
        const auto* named = std::get_if<ast::NamedArgument>(&arg.node);
        const auto* key = named == nullptr ? nullptr : std::get_if<ast::ColumnName>(&named->key->node);
        if (key == nullptr) return b_.pool().opaque("a record");
        fields.push_back(b_.pool().make("as", to_lower(key->name.last()), {expr(*named->value, scope, ctes)}));
    }
    return b_.pool().make("record", {}, std::move(fields));
}

TermId Walker::call(const ast::Call& call, const Scope& scope, const Ctes& ctes) {
    const std::string name = to_lower(call.function.last());
    if (name == "qualify") {
        qualify_ = condition(call.args[0], scope, ctes);
        return b_.truth(true);
    }
    if (name == "list comprehension") return comprehension(call, scope, ctes);
    if (name == "struct_pack") return record(call, scope, ctes);
    Terms args;
    for (const ast::Expr& arg : call.args) {
        if (std::holds_alternative<ast::Star>(arg.node)) continue;
        const auto* word = std::get_if<ast::ColumnName>(&arg.node);
        TermId value = expr(arg, scope, ctes);
        if (word != nullptr && b_.pool().is(value, "opaque") && word->name.parts.size() == 1) value = b_.pool().make("name", to_lower(word->name.last()));
        args.push_back(value);
    }
    static const std::map<std::string, std::string> kAggregates{{"sum", "sum"}, {"count", "count"}, {"count_big", "count"}, {"min", "min"}, {"max", "max"}, {"avg", "avg"}, {"avg_exact", "avg_exact"}, {"any_value", "any_value"}, {"string_agg", "string_agg"}, {"stdev", "stdev"}, {"stddev_samp", "stdev"}, {"stdevp", "stdevp"}, {"stddev_pop", "stdevp"}, {"var", "var"}, {"var_samp", "var"}, {"varp", "varp"}, {"var_pop", "varp"}, {"grouping", "grouping"}, {"grouping_id", "grouping_id"}, {"approx_count_distinct", "approx_count_distinct"}, {"checksum_agg", "checksum_agg"}, {"list", "list"}};
    auto aggregate = kAggregates.find(name);
    // The mean of whole numbers is cut, that of others is not: a conversion of the numbers that is dropped later must not hide which one it is.
    if (aggregate != kAggregates.end() && name == "avg" && args.size() == 1 && b_.type_of(args[0]).known() && !b_.type_of(args[0]).is_integer()) aggregate = kAggregates.find("avg_exact");
    if (call.over) return window(aggregate != kAggregates.end() ? aggregate->second : name, std::move(args), call, scope, ctes);
    if (aggregate != kAggregates.end()) {
        if (name == "count" && args.size() == 1 && b_.never_null(args[0]) && !call.distinct) args.clear();
        if (call.distinct && !args.empty()) args[0] = b_.compared(args[0]);
        if (!call.within_group.empty()) args.push_back(order_of(call.within_group, nullptr, scope, ctes));
        return b_.build("agg:" + aggregate->second, call.distinct ? "distinct" : "", std::move(args));
    }
    return names_.call(b_, name, std::move(args), call);
}

TermId Walker::node(const ast::Expr& e, const Scope& scope, const Ctes& ctes) {
    const auto unknown = [&](std::string_view why) { return b_.pool().opaque(why); };
    return match(
        e.node, [&](const ast::Literal& l) { return literal(l); }, [&](const ast::ColumnName& c) { return column(c.name, scope); }, [&](const ast::Variable& v) { return names_.variable(v.name); },
        [&](const ast::Star&) { return unknown("*"); }, [&](const ast::DefaultValue&) { return b_.pool().make("default"); },
        [&](const ast::Unary& u) {
            const TermId operand = expr(*u.operand, scope, ctes);
            if (u.op == ast::UnaryOp::plus) return operand;
            return b_.build(u.op == ast::UnaryOp::minus ? "neg" : u.op == ast::UnaryOp::bit_not ? "bit_not" : "not", {}, {operand});
        },
        [&](const ast::Binary& b) { return binary(b, scope, ctes); },
        [&](const ast::Logic& l) {
            Terms parts;
            for (const ast::Expr& operand : l.operands) parts.push_back(condition(operand, scope, ctes));
            return b_.build(l.op == ast::LogicOp::and_ ? "and" : "or", {}, std::move(parts));
        },
        [&](const ast::Between& b) {
            const TermId value = expr(*b.operand, scope, ctes), low = expr(*b.low, scope, ctes), high = expr(*b.high, scope, ctes);
            const TermId inside = b_.conjunction({b_.build("le", {}, {low, value}), b_.build("le", {}, {value, high})});
            return b.negated ? b_.build("not", {}, {inside}) : inside;
        },
        [&](const ast::InList& in) {
            const TermId value = expr(*in.operand, scope, ctes);
            Terms parts;
            for (const ast::Expr& item : in.items) parts.push_back(b_.build("eq", {}, {value, expr(item, scope, ctes)}));
            const TermId any = b_.build("or", {}, std::move(parts));
            return in.negated ? b_.build("not", {}, {any}) : any;
        },
        [&](const ast::InQuery& in) {
            const TermId any = subquery("in_rel", *in.query, scope, ctes, {b_.compared(expr(*in.operand, scope, ctes))});
            return in.negated ? b_.build("not", {}, {any}) : any;
        },
        [&](const ast::Like& l) {
            Terms args{b_.compared(expr(*l.operand, scope, ctes)), expr(*l.pattern, scope, ctes)};
            if (l.escape) args.push_back(expr(**l.escape, scope, ctes));
            const Term& pattern = b_.pool()[args[1]];
            // Classes of characters are a regular expression in the target.
            if (args.size() == 2 && pattern.op == "lit" && pattern.text.find('[') != std::string::npos) {
                const LikePattern read = like_pattern(std::string_view(pattern.text).substr(2));
                args = {args[0], b_.pool().make("lit", "s:" + read.regex(0, read.parts.size())), b_.text("is")};
                const TermId matches = b_.build("fn:regexp_full_match", {}, std::move(args));
                return l.negated ? b_.build("not", {}, {matches}) : matches;
            }
            const TermId like = b_.build("like", {}, std::move(args));
            return l.negated ? b_.build("not", {}, {like}) : like;
        },
        [&](const ast::IsNull& n) {
            const TermId test = b_.build("isnull", {}, {expr(*n.operand, scope, ctes)});
            return n.negated ? b_.build("not", {}, {test}) : test;
        },
        [&](const ast::IsDistinct& d) {
            const TermId test = b_.build("distinct_from", {}, {expr(*d.left, scope, ctes), expr(*d.right, scope, ctes)});
            return d.negated ? b_.build("not", {}, {test}) : test;
        },
        [&](const ast::Exists& x) { return subquery("exists", *x.query, scope, ctes, {}); },
        [&](const ast::Quantified& q) {
            const TermId id = subquery("quantified", *q.query, scope, ctes, {b_.compared(expr(*q.operand, scope, ctes))});
            return b_.pool().make("quantified", std::to_string(static_cast<int>(q.op)) + (q.all ? " all" : " any"), b_.pool()[id].args);
        },
        [&](const ast::Subquery& s) { return subquery("scalar", *s.query, scope, ctes, {}); }, [&](const ast::Case& c) { return case_of(c, scope, ctes); },
        [&](const ast::Cast& c) {
            const bool attempt = c.cast == ast::CastKind::try_cast || c.cast == ast::CastKind::try_convert || c.cast == ast::CastKind::try_parse;
            if (c.style) {
                const TermId value = expr(*c.operand, scope, ctes), style = expr(**c.style, scope, ctes);
                if (const TermId text = styled_text(b_, value, names_.type(c.type), style); text != 0) return text;
                const TermId converted = names_.conversion(b_, value, names_.type(c.type), style, attempt);
                return converted != 0 ? converted : b_.build("fn:convert", (attempt ? "try " : "") + to_lower(c.type.name.last()), {value, style});
            }
            const SqlType to = names_.type(c.type);
            const TermId operand = expr(*c.operand, scope, ctes);
            const bool number = b_.type_of(operand).kind == TypeKind::bit && get_boxed<ast::Cast>(c.operand->node) != nullptr; // a bit that was made a number
            if (const TermId text = to.is_string() && !number ? names_.text_of(b_, operand) : 0; text != 0) return b_.cast(text, to);
            if (const TermId converted = names_.conversion(b_, operand, to, 0, attempt); converted != 0) return converted;
            return b_.cast(operand, to, attempt);
        },
        [&](const ast::Call& c) { return call(c, scope, ctes); }, [&](const ast::MethodCall&) { return unknown("a method"); },
        [&](const ast::Collate& c) {
            const TermId value = expr(*c.operand, scope, ctes);
            const std::string name = to_lower(c.collation);
            const bool exact = name == "binary" || name.find("_cs") != std::string::npos || name.find("_bin") != std::string::npos;
            return exact ? b_.pool().make("collate_cs", {}, {b_.compared(value)}) : value;
        },
        [&](const ast::AtTimeZone& z) {
            const TermId value = expr(*z.operand, scope, ctes), zone = expr(*z.zone, scope, ctes);
            return b_.pool().is(value, "now") && zone == b_.text("UTC") ? value : b_.build("fn:at_time_zone", {}, {value, zone});
        },
        [&](const ast::NextValue& n) { return b_.pool().make("next_value", catalog_key(n.sequence), n.over ? Terms{order_of((**n.over).order_by, nullptr, scope, ctes)} : Terms{}); }, [&](const ast::NamedArgument&) { return unknown("a named argument"); },
        [&](const ast::OdbcEscape&) { return unknown("an ODBC escape"); }, [&](const ast::CurrentOf&) { return unknown("CURRENT OF"); }, [&](const ast::GraphMatch&) { return unknown("MATCH"); },
        [&](const ast::Tuple& t) {
            Terms items;
            for (const ast::Expr& item : t.items) items.push_back(b_.compared(expr(item, scope, ctes)));
            return b_.pool().make("set", {}, std::move(items));
        });
}

} // namespace t2d::passes::check
