// SPDX-License-Identifier: Apache-2.0
#include "passes/check/builder.h"

#include <algorithm>
#include <array>

#include "ir/node_map.h"
#include "ir/text.h"
#include "passes/check/constants.h"
#include "passes/check/moments.h"
#include "passes/check/spellings.h"

namespace t2d::passes::check {

namespace {

constexpr std::array<std::string_view, 17> kPredicates{"eq", "ne", "lt", "le", "isnull", "not", "and", "or", "exists", "in_rel", "not_true", "true", "false", "like", "distinct_from", "matched", "quantified"};

bool listed(std::string_view op, const auto& list) { return std::find(list.begin(), list.end(), op) != list.end(); }

bool all_digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

} // namespace

TermId Builder::number(std::string_view written) { return pool_.make("lit", canonical_number(written)); }
TermId Builder::text(std::string_view characters) { return pool_.make("lit", "s:" + canonical_text(characters)); }

bool Builder::is_predicate(TermId id) const { return listed(pool_[id].op, kPredicates); }

bool Builder::never_null(TermId id) const {
    const Term& term = pool_[id];
    if (listed(term.op, std::array<std::string_view, 7>{"isnull", "exists", "true", "false", "matched", "not_true", "distinct_from"})) return true;
    if (term.op == "lit") return term.text != "null";
    // A NOT NULL column is not among them: an outer join may have made it NULL. Canon decides that where the join is known.
    if (term.op == "agg:count") return true;
    if (term.op == "coalesce") return std::any_of(term.args.begin(), term.args.end(), [&](TermId arg) { return never_null(arg); });
    if (listed(term.op, std::array<std::string_view, 7>{"and", "or", "not", "eq", "ne", "lt", "le"}))
        return std::all_of(term.args.begin(), term.args.end(), [&](TermId arg) { return never_null(arg); });
    if (term.op == "scalar value" && pool_.is(term.args[0], "block")) { // what Canon makes of the next one
        const Terms block = pool_[term.args[0]].args, &values = pool_[block[2]].args;
        return pool_.is(block[3], "group") && pool_[block[3]].args.empty() && pool_.is(block[4], "true") && pool_.is(block[6], "none") && values.size() == 1 && never_null(values[0]);
    }
    if (term.op == "scalar" && pool_.is(term.args[0], "select")) {
        const SelectParts inner = parts(term.args[0]);
        return inner.grouped && inner.group.empty() && pool_.is(inner.having, "true") && inner.outputs.size() == 1 && never_null(inner.outputs[0].second);
    }
    return false;
}

bool Builder::contains(TermId id, const std::function<bool(const Term&)>& wanted) const {
    ir::FewNodes<TermId, std::hash<TermId>> seen;
    Terms open{id};
    while (!open.empty()) {
        const TermId next = open.back();
        open.pop_back();
        if (!seen.insert(next)) continue;
        if (wanted(pool_[next])) return true;
        open.insert(open.end(), pool_[next].args.begin(), pool_[next].args.end());
    }
    return false;
}

bool Builder::occurs(TermId what, TermId in) const {
    ir::FewNodes<TermId, std::hash<TermId>> seen;
    Terms open{in};
    while (!open.empty()) {
        const TermId next = open.back();
        open.pop_back();
        if (next == what) return true;
        // A term was made after its parts and has all of their uses.
        if (next < what || (pool_.uses(next) & pool_.uses(what)) != pool_.uses(what) || !seen.insert(next)) continue;
        open.insert(open.end(), pool_[next].args.begin(), pool_[next].args.end());
    }
    return false;
}

TermId Builder::rel_of(TermId atom) const {
    const auto found = atom_rel_.find(atom);
    return found == atom_rel_.end() ? atom : found->second;
}

TermId Builder::use(TermId rel) {
    const TermId atom = pool_.fresh_atom();
    atom_rel_[atom] = rel;
    return atom;
}

const CatalogTable* Builder::table_of(TermId rel) const {
    if (!pool_.is(rel, "table")) return nullptr;
    const auto found = catalog_.tables.find(pool_[rel].text);
    return found == catalog_.tables.end() ? nullptr : &found->second;
}

bool Builder::reads_undeclared(TermId value) const {
    return contains(value, [&](const Term& term) { return term.op == "col" && is_undeclared(rel_of(term.args[0])); });
}

const CatalogColumn* Builder::column_of(TermId id) const {
    const Term& term = pool_[id];
    if (term.op == "ncol") return column_of(term.args[1]);
    if (term.op != "col") return nullptr;
    const CatalogTable* table = table_of(rel_of(term.args[0]));
    if (table == nullptr) return nullptr;
    for (const CatalogColumn& column : table->columns)
        if (equal_ignoring_case(column.name, term.text)) return &column;
    return nullptr;
}

TermId Builder::predicate(TermId value) {
    const Term& term = pool_[value];
    if (is_predicate(value) || term.op == "opaque" || term.op.starts_with("fn:")) return value;
    if (term.op == "lit") return truth(term.text != "0" && term.text != "null");
    return build("eq", {}, {value, number("1")});
}

TermId Builder::compared(TermId value) {
    while (true) {
        const Term& term = pool_[value];
        if (term.op == "rtrim" && term.args.size() == 1) value = term.args[0];
        else if (term.op == "ncol" && compared(term.args[1]) != term.args[1]) value = pool_.make("ncol", {}, {term.args[0], compared(term.args[1])});
        else if (term.op == "lit" && term.text.starts_with("s:") && term.text.ends_with(' ')) value = pool_.make("lit", term.text.substr(0, std::max<std::size_t>(2, term.text.find_last_not_of(' ') + 1)));
        else return value;
    }
}

SqlType Builder::parameter_type(const std::string& name) const {
    const auto found = parameters_.find(name);
    return found == parameters_.end() ? SqlType{} : found->second;
}

TermId Builder::build(std::string_view op, std::string_view text, Terms args) { return shorter_spelling(*this, plain_form(op, text, std::move(args))); }

TermId Builder::plain_form(std::string_view op, std::string_view text, Terms args) {
    if (op == "and" || op == "or") return logic(op, std::move(args));
    if (op == "not") return negate(args[0]);
    if (op == "eq" || op == "ne" || op == "lt" || op == "le" || op == "isnull" || op == "distinct_from") return compare(op, std::move(args));
    if (op == "not_true") return not_true(args[0]);
    if (op == "case") return case_of(std::move(args));
    if (op == "coalesce") return coalesce(std::move(args));
    if (op == "cast") return cast_node(text, args[0]);
    if (op == "add" || op == "sub" || op == "mul" || op == "neg" || op == "bit_not" || op == "bit_and" || op == "bit_or" || op == "bit_xor") return arithmetic(op, std::move(args));
    if (op == "select") return pool_.make(op, text, std::move(args));
    if (op == "rounded" && !is_finer(type_of(args[0]), text)) return args[0];
    if (op == "collected") return collected(args[0]);
    if (op == "unnested" && pool_.is(args[0], "collected")) return pool_[args[0]].args[0];
    if (op == "scalar" && pool_.is(args[0], "select")) {
        SelectParts inner = parts(args[0]);
        if (inner.grouped && inner.group.empty() && pool_.is(inner.having, "true") && inner.outputs.size() == 1 && pool_.is(inner.outputs[0].second, "agg:list") && pool_[inner.outputs[0].second].text.empty() && pool_.is(pool_[inner.outputs[0].second].args[0], "record")) {
            const Terms fields = pool_[pool_[inner.outputs[0].second].args[0]].args;
            inner.grouped = false;
            inner.outputs.clear();
            for (const TermId field : fields) inner.outputs.emplace_back(pool_[field].text, pool_[field].args[0]);
            return collected(select(std::move(inner)));
        }
        const bool one_row = inner.joins.empty() && inner.where.empty() && !inner.grouped && pool_.is(inner.limit, "none");
        if (one_row && inner.outputs.size() == 1) return inner.outputs[0].second;
    }
    if (op == "exists") {
        if (pool_.is(args[0], "union_all") && pool_[args[0]].args.empty()) return truth(false);
        if (pool_.is(args[0], "select")) {
            SelectParts inner = parts(args[0]);
            if (inner.grouped && inner.group.empty() && pool_.is(inner.having, "true") && inner.joins.empty()) return truth(true);
            if (inner.joins.empty() && !inner.grouped) return conjunction(inner.where.empty() ? Terms{truth(true)} : Terms{build("isnull", {}, {null()}), build("not", {}, {not_true(conjunction(inner.where))})});
            inner.distinct = false;
            if (!inner.grouped) inner.outputs.clear();
            inner.limit = none();
            return pool_.make("exists", {}, {assemble(inner)});
        }
    }
    return string_call(op, text, std::move(args));
}

/// The rows of a relation as one value, a list; those of a list are the list.
TermId Builder::collected(TermId rel) {
    if (pool_.is(rel, "unnested")) return pool_[rel].args[0];
    if (pool_.is(rel, "select")) {
        const SelectParts block = parts(rel);
        const auto same = [&](const auto& output) { return pool_.is(output.second, "col") && pool_[output.second].text == output.first; };
        if (plain(block) && block.where.empty() && block.joins.size() == 1 && pool_.is(block.joins[0].rel, "unnested") && std::all_of(block.outputs.begin(), block.outputs.end(), same)) return pool_[block.joins[0].rel].args[0];
    }
    return pool_.make("collected", {}, {rel});
}

TermId Builder::logic(std::string_view op, Terms args) {
    const bool conjunction = op == "and";
    std::set<TermId> parts;
    for (const TermId raw : args) {
        const TermId arg = predicate(raw);
        if (pool_.is(arg, conjunction ? "true" : "false")) continue;
        if (pool_.is(arg, conjunction ? "false" : "true")) return truth(!conjunction);
        if (pool_.is(arg, op)) parts.insert(pool_[arg].args.begin(), pool_[arg].args.end());
        else parts.insert(arg);
    }
    if (parts.empty()) return truth(conjunction);
    if (parts.size() == 1) return *parts.begin();
    // One of p and NOT p is true and one is false where p is never UNKNOWN.
    if (std::any_of(parts.begin(), parts.end(), [&](TermId part) { return never_null(part) && parts.contains(negate(part)); })) return truth(!conjunction);
    Terms kept;
    for (const TermId part : parts) kept.push_back(without_settled(part, conjunction ? "or" : "and", parts));
    if (!std::equal(kept.begin(), kept.end(), parts.begin())) return logic(op, std::move(kept));
    return pool_.make(op, {}, Terms(parts.begin(), parts.end()));
}

/// p AND (q OR NOT p) is p AND q, p OR (q AND NOT p) is p OR q, where p is never UNKNOWN: `part` without what the parts beside it settle.
TermId Builder::without_settled(TermId part, std::string_view op, const std::set<TermId>& beside) {
    if (!pool_.is(part, op)) return part;
    Terms kept;
    for (const TermId arg : Terms(pool_[part].args)) {
        const bool settled = never_null(arg) && beside.contains(negate(arg));
        if (!settled) kept.push_back(arg);
    }
    return kept.size() == pool_[part].args.size() ? part : logic(op, std::move(kept));
}

TermId Builder::negate(TermId raw) {
    const TermId arg = predicate(raw);
    const Term& term = pool_[arg];
    if (term.op == "true" || term.op == "false") return truth(term.op == "false");
    if (term.op == "not") return term.args[0];
    if (term.op == "eq") return compare("ne", term.args);
    if (term.op == "ne") return compare("eq", term.args);
    if (term.op == "lt") return compare("le", {term.args[1], term.args[0]});
    if (term.op == "le") return compare("lt", {term.args[1], term.args[0]});
    if (term.op == "and" || term.op == "or") {
        Terms parts;
        for (const TermId part : term.args) parts.push_back(negate(part));
        return logic(term.op == "and" ? "or" : "and", std::move(parts));
    }
    return pool_.make("not", {}, {arg});
}

/// A constant text beside a number is a number.
void Builder::number_operands(Terms& args) {
    if (args.size() != 2) return;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const Term& term = pool_[args[i]];
        const bool digits = term.op == "lit" && term.text.size() > 2 && term.text.starts_with("s:") && term.text.find_first_not_of("-0123456789", 2) == std::string::npos;
        if (digits && type_of(args[1 - i]).is_number()) args[i] = number(std::string_view(term.text).substr(2));
    }
}

/// A value that is 0, 1 or NULL.
bool Builder::is_bit(TermId id) const {
    const Term& term = pool_[id];
    if (term.op == "lit") return term.text == "0" || term.text == "1" || term.text == "null";
    if (term.op != "case") return type_of(id).kind == TypeKind::bit;
    for (std::size_t i = 1; i < term.args.size(); i += 2)
        if (!is_bit(term.args[i])) return false;
    return is_bit(term.args.back());
}

TermId Builder::compare(std::string_view op, Terms args) {
    bool sensitive = false;
    for (TermId& arg : args) {
        if (pool_.is(arg, "collate_cs")) {
            sensitive = true;
            arg = pool_[arg].args[0];
        }
        arg = compared(arg);
        if (pool_.is(arg, "true") || pool_.is(arg, "false")) arg = number(pool_.is(arg, "true") ? "1" : "0");
    }
    number_operands(args);
    if (args.size() == 2)
        for (std::size_t i = 0; i < 2; ++i)
            if (pool_.is(args[i], "lit") && type_of(args[1 - i]).is_temporal()) args[i] = kept(args[i]);
    if (op == "isnull") {
        const Term& term = pool_[args[0]];
        if (never_null(args[0])) return truth(false);
        if (term.op == "lit" || (term.op == "ncol" && pool_[term.args[1]].text == "null" && pool_.is(term.args[1], "lit"))) return truth(true); // where a join finds no row, too
        if ((term.op == "cast" || term.op == "rtrim" || term.op == "ltrim" || term.op == "upper" || term.op == "lower") && !term.text.starts_with("try ")) return compare("isnull", {term.args[0]});
        if (term.op == "case" && term.args.size() == 3 && pool_.is(term.args[0], "matched") && pool_[term.args[2]].text == "null" && never_null(term.args[1])) return negate(term.args[0]);
        return pool_.make("isnull", {}, std::move(args));
    }
    // A bit is 1 exactly when it is not 0 and not NULL: one form for both spellings.
    if (op == "ne" && pool_.is(args[1], "lit") && pool_[args[1]].text == "1" && is_bit(args[0])) return compare("eq", {args[0], number("0")});
    if (op == "ne" && pool_.is(args[0], "lit") && pool_[args[0]].text == "1" && is_bit(args[1])) return compare("eq", {args[1], number("0")});
    if ((op == "eq" || op == "ne") && is_predicate(args[1])) std::swap(args[0], args[1]);
    const std::string& bit = pool_[args[1]].text;
    if ((op == "eq" || op == "ne") && is_predicate(args[0]) && pool_.is(args[1], "lit") && (bit == "0" || bit == "1")) return (bit == "1") == (op == "eq") ? args[0] : negate(args[0]);
    if (const std::optional<bool> known = compare_constants(op, pool_[args[0]], pool_[args[1]])) return truth(*known);
    if (op != "lt" && op != "le") std::sort(args.begin(), args.end());
    return pool_.make(op, sensitive ? "cs" : "", std::move(args));
}

TermId Builder::not_true(TermId raw) {
    const TermId arg = predicate(raw);
    if (never_null(arg)) return negate(arg);
    if (pool_.is(arg, "and")) { // not true as a whole: some part is not true
        Terms parts;
        for (const TermId part : Terms(pool_[arg].args)) parts.push_back(not_true(part));
        return logic("or", std::move(parts));
    }
    if (pool_.is(arg, "or")) {
        Terms parts;
        for (const TermId part : Terms(pool_[arg].args)) parts.push_back(not_true(part));
        return logic("and", std::move(parts));
    }
    return pool_.make("not_true", {}, {arg});
}

TermId Builder::case_of(Terms args) {
    Terms kept;
    // CASE WHEN NOT p THEN a CASE ELSE b END, p never UNKNOWN: the inner one goes on behind p.
    if (args.size() == 3 && pool_.is(args[1], "case") && !pool_.is(args[2], "case") && never_null(args[0])) {
        const TermId when = negate(args[0]);
        args = {when, args[2], args[1]};
    }
    std::set<TermId> passed; // conditions of earlier arms that are never UNKNOWN: here they are false
    for (std::size_t i = 0; i + 1 < args.size(); i += 2) {
        const TermId when = without_passed(predicate(args[i]), passed);
        if (never_null(when)) passed.insert(when);
        if (pool_.is(when, "false") || pool_.is(args[i + 1], "fn:error")) continue; // where both fail there is no value to compare
        if (pool_.is(when, "true")) {
            args.back() = args[i + 1];
            break;
        }
        kept.push_back(when);
        kept.push_back(args[i + 1]);
    }
    TermId otherwise = args.back();
    while (!kept.empty() && kept.back() == otherwise) kept.resize(kept.size() - 2);
    if (kept.empty()) return otherwise;
    // The ELSE of a CASE in an ELSE goes on with the arms of the inner one.
    if (pool_.is(otherwise, "case")) {
        Terms inner = pool_[otherwise].args;
        inner.insert(inner.begin(), kept.begin(), kept.end());
        return case_of(std::move(inner));
    }
    // CASE WHEN p THEN CASE WHEN q THEN a ELSE b END ELSE b END, where every q needs p: the inner one alone.
    const TermId last = kept.back();
    if (pool_.is(last, "case") && pool_[last].args.back() == otherwise) {
        const Terms inner = pool_[last].args;
        bool needed = true;
        for (std::size_t i = 0; i + 1 < inner.size(); i += 2) needed = needed && implies(inner[i], kept[kept.size() - 2]);
        if (needed) {
            kept.resize(kept.size() - 2);
            kept.insert(kept.end(), inner.begin(), inner.end());
            return case_of(std::move(kept));
        }
    }
    kept.push_back(otherwise);
    if (const TermId nullif = as_nullif(kept); nullif != 0) return nullif;
    if (const TermId bounded = as_bounded_text(kept); bounded != 0) return bounded;
    return pool_.make("case", {}, std::move(kept));
}

/// Whether a condition is TRUE only where the other one is: it has all parts of one of its alternatives.
bool Builder::implies(TermId condition, TermId other) const {
    const auto parts = [&](TermId id) { return pool_.is(id, "and") ? pool_[id].args : Terms{id}; };
    const Terms given = parts(condition), alternatives = pool_.is(other, "or") ? pool_[other].args : Terms{other};
    if (condition == other || std::find(given.begin(), given.end(), other) != given.end()) return true;
    return std::any_of(alternatives.begin(), alternatives.end(), [&](TermId one) {
        const Terms needed = parts(one);
        return std::all_of(needed.begin(), needed.end(), [&](TermId part) { return std::find(given.begin(), given.end(), part) != given.end(); });
    });
}

/// A condition that is reached where the conditions `passed` are false: without what that settles.
TermId Builder::without_passed(TermId when, const std::set<TermId>& passed) {
    if (passed.empty() || !pool_.is(when, "and")) return passed.contains(negate(when)) && never_null(when) ? truth(true) : when;
    Terms kept;
    for (const TermId part : Terms(pool_[when].args))
        if (!never_null(part) || !passed.contains(negate(part))) kept.push_back(part);
    return kept.size() == pool_[when].args.size() ? when : conjunction(std::move(kept));
}

/// CASE WHEN a <> b [OR b IS NULL] THEN a END is NULLIF(a, b); 0 when it is not that.
TermId Builder::as_nullif(const Terms& arms) {
    if (arms.size() != 3 || pool_[arms[2]].text != "null" || !pool_.is(arms[2], "lit")) return 0;
    const Term& when = pool_[arms[0]];
    TermId differs = arms[0], missing = 0;
    if (when.op == "or" && when.args.size() == 2) {
        differs = pool_.is(when.args[0], "ne") ? when.args[0] : when.args[1];
        missing = differs == when.args[0] ? when.args[1] : when.args[0];
    }
    const Term& ne = pool_[differs];
    if (ne.op != "ne") return 0;
    const TermId value = compared(arms[1]);
    if (ne.args[0] != value && ne.args[1] != value) return 0;
    const TermId other = ne.args[0] == value ? ne.args[1] : ne.args[0];
    if (missing == 0 ? !pool_.is(other, "lit") : missing != build("isnull", {}, {other})) return 0;
    return build("nullif", {}, {arms[1], other});
}

/// CASE WHEN length(text of number) > n THEN '*' ELSE text END is T-SQL's CAST of a number to a string that is too short for it.
TermId Builder::as_bounded_text(const Terms& arms) {
    if (arms.size() != 3 || pool_[arms[1]].text != "s:*" || !pool_.is(arms[2], "cast")) return 0;
    if (type_of(pool_[arms[2]].args[0]).is_integer()) return 0; // there the width is known
    const Term& when = pool_[arms[0]];
    const TermId length = pool_.make("len", {}, {arms[2]});
    return when.op == "lt" && when.args[1] == length ? arms[2] : 0;
}

TermId Builder::coalesce(Terms args) {
    Terms kept;
    for (const TermId arg : args) {
        if (pool_.is(arg, "coalesce")) kept.insert(kept.end(), pool_[arg].args.begin(), pool_[arg].args.end());
        else if (!(pool_.is(arg, "lit") && pool_[arg].text == "null")) kept.push_back(arg);
    }
    if (kept.empty()) return null();
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (never_null(kept[i])) kept.resize(i + 1);
    if (kept.size() == 1) return kept[0];
    return pool_.make("coalesce", {}, std::move(kept));
}

TermId Builder::arithmetic(std::string_view op, Terms args) {
    if (op == "neg") {
        const Term& term = pool_[args[0]];
        if (term.op == "lit" && !term.text.starts_with("s:") && term.text != "null") return number(term.text.starts_with('-') ? term.text.substr(1) : "-" + term.text);
        return pool_.make(op, {}, std::move(args));
    }
    if ((op == "add" || op == "sub") && pool_.is(args[1], "period")) {
        const Term& period = pool_[args[1]];
        return build("date_add", period.text, {op == "add" ? period.args[0] : arithmetic("neg", {period.args[0]}), args[0]});
    }
    const auto negative = [&](TermId id) { return pool_.is(id, "lit") && pool_[id].text.starts_with('-'); };
    if (op == "sub" && negative(args[1])) return arithmetic("add", {args[0], arithmetic("neg", {args[1]})});
    if (op == "add" && negative(args[1]) && !type_of(args[0]).is_temporal()) return arithmetic("sub", {args[0], arithmetic("neg", {args[1]})});
    number_operands(args);
    if (op == "bit_not") return type_of(args[0]).kind == TypeKind::bit ? compare("eq", {args[0], number("0")}) : pool_.make(op, {}, std::move(args));
    const auto day = [&](TermId id) { return type_of(id).kind == TypeKind::date || type_of(id).kind == TypeKind::datetime || type_of(id).kind == TypeKind::datetime2 || type_of(id).kind == TypeKind::smalldatetime; };
    const auto days = [&](TermId id) { return !type_of(id).is_temporal() && (type_of(id).is_integer() || !type_of(id).known()); };
    for (std::size_t i = 0; op == "add" && i < 2; ++i)
        if (day(args[i]) && days(args[1 - i])) return build("date_add", "day", {args[1 - i], args[i]});
    if (op == "sub" && day(args[0]) && days(args[1])) return build("date_add", "day", {arithmetic("neg", {args[1]}), args[0]});
    if (op != "sub") std::sort(args.begin(), args.end());
    return pool_.make(op, {}, std::move(args));
}

TermId Builder::string_call(std::string_view op, std::string_view text, Terms args) {
    const auto fixed = [&](TermId id) { return type_of(id).is_fixed_string(); };
    // CHAR columns are padded in T-SQL and not in the target: both spellings stand for the column's value, in capitals, too.
    if (op == "fn:rpad" && args.size() == 3 && (pool_.is(args[0], "upper") || pool_.is(args[0], "lower")) && string_call(op, text, {pool_[args[0]].args[0], args[1], args[2]}) == pool_[args[0]].args[0]) return args[0];
    if (op == "fn:strftime" && args.size() == 2 && pool_[args[1]].text == "s:%Y-%m-%d" && type_of(args[0]).kind == TypeKind::date) return pool_.make("cast", "string", {args[0]});
    if ((op == "rtrim" && args.size() == 1 && fixed(args[0]) && pool_.is(args[0], "col")) || (op == "fn:rpad" && args.size() == 3 && fixed(args[0]) && pool_[args[1]].text == std::to_string(type_of(args[0]).length))) return args[0];
    if (op == "rtrim" && args.size() == 1 && pool_.is(args[0], "lit")) return pool_[args[0]].text == "null" ? args[0] : compared(args[0]);
    if (op == "rtrim" && args.size() == 1 && pool_.is(args[0], "rtrim")) return args[0];
    if ((op == "upper" || op == "lower") && pool_.is(args[0], op)) return args[0];
    if (op == "fn:left" && pool_.is(args[0], "lit") && pool_[args[0]].text.starts_with("s:") && all_digits(pool_[args[1]].text)) return pool_.make("lit", "s:" + cut_text(std::string_view(pool_[args[0]].text).substr(2), std::stoul(pool_[args[1]].text)));
    if (op == "fn:left" && args.size() == 2) return cut(args[0], args[1]);
    if (op == "fn:concat") {
        for (TermId& arg : args) { // CONCAT converts numbers and dates itself
            const SqlType from = pool_.is(arg, "cast") && pool_[arg].text == "string" ? type_of(pool_[arg].args[0]) : SqlType{};
            if ((from.is_integer() && from.kind != TypeKind::bit) || from.kind == TypeKind::decimal || from.kind == TypeKind::date) arg = pool_[arg].args[0];
        }
    }
    if (op == "nullif") return pool_.make(op, text, {args[0], compared(args[1])});
    if (op == "concat") {
        Terms flat;
        for (const TermId arg : args) {
            if (pool_.is(arg, "concat")) flat.insert(flat.end(), pool_[arg].args.begin(), pool_[arg].args.end());
            else flat.push_back(arg);
        }
        return pool_.make(op, text, std::move(flat));
    }
    return pool_.make(op, text, std::move(args));
}

/// LEFT of a text that is not longer is the text; of a date's text it is a shorter format.
TermId Builder::cut(TermId text, TermId length) {
    const Term& term = pool_[text];
    const TermId whole = pool_.make("fn:left", {}, {text, length});
    if (!all_digits(pool_[length].text) || pool_[length].text.size() > 4) return whole;
    const int size = std::stoi(pool_[length].text);
    const SqlType type = type_of(text);
    if (term.op == "cast" && term.text == "string" && type_of(term.args[0]).kind == TypeKind::date) return size >= 10 ? text : cut(pool_.make("fn:strftime", {}, {term.args[0], this->text("%Y-%m-%d")}), length);
    if (term.op == "fn:strftime" && pool_.is(term.args[1], "lit")) {
        const std::optional<std::string> format = cut_format(std::string_view(pool_[term.args[1]].text).substr(2), static_cast<std::size_t>(size));
        if (format) return pool_.make("fn:strftime", {}, {term.args[0], pool_.make("lit", "s:" + *format)});
    }
    return type.is_string() && type.length > 0 && type.length <= size ? text : whole;
}

TermId Builder::replace(TermId id, const Substitution& map) {
    Replacement replacement = prepare(map);
    return replace(id, replacement);
}

Replacement Builder::prepare(const Substitution& map) const {
    Replacement result{map, 0};
    for (const auto& [from, to] : map) result.uses |= pool_.uses(from) == 0 ? ~std::uint64_t{0} : pool_.uses(from);
    return result;
}

TermId Builder::replace(TermId at, Replacement& replacement) {
    if (replacement.uses != ~std::uint64_t{0} && (pool_.uses(at) & replacement.uses) == 0) return at;
    const auto found = replacement.done.find(at);
    if (found != replacement.done.end()) return found->second;
    const Term& term = pool_[at];
    if (pool_.full()) return replacement.done[at] = pool_.opaque("a query too large for the check");
    Terms args;
    for (const TermId arg : term.args) args.push_back(replace(arg, replacement));
    TermId result = at;
    if (args != term.args) {
        result = term.op == "select" ? select(parts(pool_.make(term.op, term.text, std::move(args)))) : build(term.op, term.text, std::move(args));
        pool_.place(result, pool_.place_of(at, pool_.side));
    }
    replacement.done[at] = result;
    return result;
}

} // namespace t2d::passes::check
