// SPDX-License-Identifier: Apache-2.0
#include "passes/check/compare.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "passes/check/constants.h"

namespace t2d::passes::check {

namespace {

constexpr std::size_t kMaxPairs = 400; ///< more candidates than this are not matched with each other

constexpr int kMostDigits = 38; ///< of a decimal

bool any_of(std::string_view op, const auto& list) { return std::find(list.begin(), list.end(), op) != list.end(); }
constexpr std::array<std::string_view, 4> kComparisons{"eq", "ne", "lt", "le"};
constexpr std::array<std::string_view, 9> kUnordered{"and", "or", "eq", "ne", "add", "mul", "out", "from", "partition"};

/// Calls that take the same arguments on both sides.
constexpr std::array<std::string_view, 16> kSharedCalls{"fn:abs", "fn:floor", "fn:ceil", "fn:round", "fn:trunc", "fn:sqrt", "fn:left", "fn:right", "fn:replace", "fn:reverse", "fn:concat", "fn:concat_ws", "fn:strftime", "fn:make_date", "fn:last_day", "fn:sign"};

/// What is in `left` and not in `right`, and the other way round.
void subtract(Terms& left, Terms& right) {
    Terms l, r;
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    std::set_difference(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(l));
    std::set_difference(right.begin(), right.end(), left.begin(), left.end(), std::back_inserter(r));
    left = std::move(l);
    right = std::move(r);
}

} // namespace

void Comparison::note(const std::string& check, Weight weight, TermId left, TermId right, std::string rule) { found_.push_back({check, weight, std::move(rule), left, right}); }

/// Everything in the term has a meaning here that does not depend on rules that the check may lack.
bool Comparison::is_clear(TermId id) const {
    return !b_.contains(id, [](const Term& term) { return term.op == "opaque" || term.op.starts_with("fn:") || term.op == "recursive" || term.op == "identity" || term.op == "case"; });
}

double Comparison::likeness(TermId left, TermId right) const {
    const auto below = [&](TermId id) {
        std::set<TermId> seen;
        Terms open{id};
        while (!open.empty() && seen.size() < kMaxPairs) {
            const TermId next = open.back();
            open.pop_back();
            if (seen.insert(next).second) open.insert(open.end(), b_.pool()[next].args.begin(), b_.pool()[next].args.end());
        }
        return seen;
    };
    const std::set<TermId> l = below(left), r = below(right);
    const auto common = static_cast<double>(std::count_if(l.begin(), l.end(), [&](TermId id) { return r.contains(id); }));
    return 2 * common / static_cast<double>(l.size() + r.size()) + (b_.pool()[left].op == b_.pool()[right].op ? 0.5 : 0);
}

/// The likeliest pairs; what is left over stays in the two lists.
std::vector<std::pair<TermId, TermId>> Comparison::paired(Terms& left, Terms& right) const {
    std::vector<std::pair<TermId, TermId>> out;
    while (!left.empty() && !right.empty() && left.size() * right.size() <= kMaxPairs) {
        std::size_t best_l = 0, best_r = 0;
        double best = -1;
        for (std::size_t l = 0; l < left.size(); ++l)
            for (std::size_t r = 0; r < right.size(); ++r)
                if (const double like = likeness(left[l], right[r]); like > best) best = like, best_l = l, best_r = r;
        out.emplace_back(left[best_l], right[best_r]);
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(best_l));
        right.erase(right.begin() + static_cast<std::ptrdiff_t>(best_r));
    }
    return out;
}

std::vector<Difference> Comparison::relations(TermId left, TermId right) {
    found_.clear();
    paired_uses_.clear();
    procedure_ = left;
    if (left != right) unions(left, right, "");
    return std::move(found_);
}

void Comparison::unions(TermId left, TermId right, const std::string& check) {
    Terms l = b_.pool()[left].args, r = b_.pool()[right].args;
    subtract(l, r);
    const bool joined = std::exchange(joined_, false);
    for (const auto& [a, b] : paired(l, r)) {
        joined_ = joined;
        blocks(a, b, check);
    }
    const bool one_sided = found_.empty() && (l.empty() || r.empty());
    for (const TermId id : l) note("set operations", one_sided && is_clear(id) ? Weight::likely : Weight::unclear, id, 0);
    for (const TermId id : r) note("set operations", one_sided && is_clear(id) ? Weight::likely : Weight::unclear, 0, id);
}

void Comparison::joins(TermId left, TermId& right) {
    TermPool& pool = b_.pool();
    Terms l = pool[pool[left].args[0]].args, r = pool[pool[right].args[0]].args;
    subtract(l, r);
    std::vector<std::pair<TermId, TermId>> pairs;
    for (const TermId a : Terms(l)) { // first those of the same relation, then the likeliest
        const auto same = std::find_if(r.begin(), r.end(), [&](TermId id) { return pool[id].args[0] == pool[a].args[0]; });
        if (same == r.end()) continue;
        pairs.emplace_back(a, *same);
        r.erase(same);
        std::erase(l, a);
    }
    const auto likely = paired(l, r);
    Substitution renamed;
    for (const auto& [a, b] : likely) {
        const bool nested = !pool.is(pool[a].args[1], "table") && !pool.is(pool[b].args[1], "table");
        if (nested) renamed[pool[b].args[0]] = paired_uses_[pool[b].args[0]] = pool[a].args[0];
        else note("joins", pool.is(pool[a].args[1], "table") && pool.is(pool[b].args[1], "table") ? Weight::clear : Weight::unclear, a, b);
    }
    // A join that adds no rows may be there for nothing.
    const auto lone = [&](TermId join) { return pool[join].text == "inner" ? Weight::likely : Weight::unclear; };
    for (const TermId a : l) note("joins", lone(a), a, 0);
    for (const TermId b : r) note("joins", lone(b), 0, b);
    pairs.insert(pairs.end(), likely.begin(), likely.end());
    for (const auto& [a, before] : pairs) {
        const TermId b = b_.replace(before, renamed);
        const Term &x = pool[a], &y = pool[b];
        if (x.args[1] != y.args[1]) {
            if (pool.is(x.args[1], "table") || pool.is(y.args[1], "table")) continue; // noted above
            const auto query = [&](TermId id) { return pool.is(id, "block") || pool.is(id, "union_all"); };
            joined_ = query(x.args[1]) && query(y.args[1]);
            terms(x.args[1], y.args[1], "joins");
            joined_ = false;
        }
        if (x.text != y.text) {
            const bool once = (x.text == "pick" && y.text == "left") || (x.text == "left" && y.text == "pick");
            if (!once || !pool.is(x.args[3], "once")) note("joins", once ? Weight::unclear : Weight::clear, a, b);
        }
        if (x.args[2] != y.args[2]) terms(x.args[2], y.args[2], "joins");
        if (x.args[3] != y.args[3] && x.text == y.text) {
            if (pool.is(x.args[3], "none") || pool.is(x.args[3], "once")) note("joins", Weight::rule, a, b, "arbitrary match");
            else terms(x.args[3], y.args[3], "joins");
        }
    }
    right = b_.replace(right, renamed);
}

void Comparison::outputs(TermId left, TermId right, const std::string& column_check) {
    TermPool& pool = b_.pool();
    const Term &l = pool[pool[left].args[2]], &r = pool[pool[right].args[2]];
    const bool named = (!l.args.empty() && pool.is(l.args[0], "as")) || (!r.args.empty() && pool.is(r.args[0], "as"));
    if (!named) {
        Terms a = l.args, b = r.args;
        subtract(a, b);
        for (const auto& [x, y] : paired(a, b)) terms(x, y, column_check.empty() ? "columns" : column_check);
        for (const TermId id : a) note(column_check.empty() ? "columns" : column_check, Weight::unclear, id, 0);
        for (const TermId id : b) note(column_check.empty() ? "columns" : column_check, Weight::unclear, 0, id);
        return;
    }
    std::map<std::string, std::pair<TermId, TermId>> columns;
    for (const TermId id : l.args) columns[pool[id].text].first = id;
    for (const TermId id : r.args) columns[pool[id].text].second = id;
    for (const auto& [name, sides] : columns) {
        const std::string check = "column " + name;
        if (sides.first == 0 || sides.second == 0) note(check, l.args.empty() || r.args.empty() ? Weight::unclear : Weight::clear, sides.first, sides.second);
        else if (sides.first != sides.second) terms(pool[sides.first].args[0], pool[sides.second].args[0], check);
    }
}

/// Two uses of one relation are numbered as they are written: the numbering of the right side that is most like the left one.
TermId Comparison::renamed_like(TermId left, TermId right) const {
    constexpr std::size_t kMostUses = 3;
    TermPool& pool = b_.pool();
    std::map<TermId, Terms> uses;
    for (const TermId join : pool[pool[right].args[0]].args)
        if (pool[join].text == "inner") uses[pool[join].args[1]].push_back(pool[join].args[0]);
    TermId best = right;
    for (const auto& [rel, names] : uses) {
        if (names.size() < 2 || names.size() > kMostUses) continue;
        Terms order = names;
        std::sort(order.begin(), order.end());
        double most = -1;
        TermId chosen = best;
        do {
            Substitution map;
            for (std::size_t i = 0; i < names.size(); ++i) map[names[i]] = order[i];
            const TermId other = b_.replace(best, map);
            if (const double like = likeness(left, other); like > most) most = like, chosen = other;
        } while (std::next_permutation(order.begin(), order.end()));
        best = chosen;
    }
    return best;
}

void Comparison::blocks(TermId left, TermId right, const std::string& column_check) {
    const bool joined = std::exchange(joined_, false);
    if (left == right) return;
    TermPool& pool = b_.pool();
    if (!pool.is(left, "block") || !pool.is(right, "block")) return terms(left, right, column_check.empty() ? "set operations" : column_check);
    right = renamed_like(left, right);
    if (left == right) return;
    joins(left, right);
    const Term &l = pool[left], &r = pool[right];
    if (l.args[1] != r.args[1]) {
        const auto parts = [&](TermId id) { return pool.is(id, "and") ? pool[id].args : pool.is(id, "true") ? Terms{} : Terms{id}; };
        sets(parts(l.args[1]), parts(r.args[1]), "predicates");
    }
    const bool counted = pool.is(l.args[5], "distinct") || pool.is(r.args[5], "distinct");
    if (l.args[2] != r.args[2] && (!joined || counted)) outputs(left, right, column_check);
    if (l.args[3] != r.args[3]) {
        if (pool[l.args[3]].op != pool[r.args[3]].op) note("grain", Weight::clear, l.args[3], r.args[3]);
        else sets(pool[l.args[3]].args, pool[r.args[3]].args, "grain");
    }
    if (l.args[4] != r.args[4]) terms(l.args[4], r.args[4], "predicates");
    if (l.args[5] != r.args[5]) note("distinct", Weight::clear, l.args[5], r.args[5]);
    if (l.args[6] != r.args[6]) terms(l.args[6], r.args[6], "top");
}

void Comparison::sets(const Terms& left, const Terms& right, const std::string& check) {
    Terms l = left, r = right;
    subtract(l, r);
    const std::size_t before = found_.size();
    for (const auto& [a, b] : paired(l, r)) terms(a, b, check);
    const bool lone = found_.size() == before && (l.empty() || r.empty());
    for (const TermId id : l) note(check, lone && is_clear(id) ? Weight::likely : Weight::unclear, id, 0);
    for (const TermId id : r) note(check, lone && is_clear(id) ? Weight::likely : Weight::unclear, 0, id);
}

namespace {

constexpr std::size_t kMostFactors = 64; ///< of a product; one with more is not taken apart further
constexpr double kLeastScale = 1.0000001e-6; ///< T-SQL divides decimals to six places at least

/// A product taken apart: constants multiplied out as a power of ten times a rest, and the other factors.
struct Product {
    double constant = 1;
    Terms factors;
};

void multiply_out(const TermPool& pool, TermId id, Product& out) {
    const Term& term = pool[id];
    if (term.op == "mul" && out.factors.size() < kMostFactors)
        for (const TermId arg : term.args) multiply_out(pool, arg, out);
    else if (term.op == "cast" && term.text == "decimal(38,0)") multiply_out(pool, term.args[0], out);
    else if (term.op == "lit" && !term.text.empty() && term.text.find_first_not_of("-0123456789.") == std::string::npos) out.constant *= std::stod(term.text);
    else out.factors.push_back(id);
}

} // namespace

/// Decimal division in the target: whole numbers are divided and the quotient is scaled down again, at the scale that T-SQL gives it. The factors
/// have to cancel out; AVG is the sum divided by the count.
bool Comparison::scaled_division(TermId left, TermId right, const std::string& check) {
    TermPool& pool = b_.pool();
    const Term& l = pool[left];
    Terms operands;
    if (l.op == "div") operands = l.args;
    else if (l.op == "agg:avg" || l.op == "agg:avg_exact") operands = {pool.make("agg:sum", l.text, l.args), b_.build("nullif", {}, {pool.make("agg:count", l.text, b_.never_null(l.args[0]) ? Terms{} : l.args), b_.number("0")})};
    else if (l.op == "win:avg" || l.op == "win:avg_exact") operands = {pool.make("win:sum", l.text, l.args), b_.build("nullif", {}, {pool.make("win:count", l.text, l.args), b_.number("0")})};
    if (operands.size() != 2) return false;
    Product scale;
    multiply_out(pool, right, scale);
    if (scale.factors.size() != 1) return false;
    TermId quotient = scale.factors[0];
    if (pool.is(quotient, "cast") && pool[quotient].text.starts_with("decimal(38")) quotient = pool[quotient].args[0];
    if (!pool.is(quotient, "int_div")) return false;
    const SqlType summed = l.op == "agg:avg" || l.op == "win:avg" ? b_.type_of(operands[0]) : SqlType{};
    if (summed.is_integer() ? scale.constant < 1 : scale.constant > kLeastScale) return false;
    Product above, below, written_above, written_below;
    multiply_out(pool, operands[0], above);
    multiply_out(pool, operands[1], below);
    multiply_out(pool, pool[quotient].args[0], written_above);
    multiply_out(pool, pool[quotient].args[1], written_below);
    if (above.factors.size() != written_above.factors.size() || below.factors.size() != written_below.factors.size()) return false;
    const double expected = above.constant / below.constant, given = written_above.constant / written_below.constant * scale.constant;
    if (std::abs(expected - given) > std::abs(expected) * 1e-9) return false;
    note(check, Weight::rule, left, right, "scaled division");
    sets(above.factors, written_above.factors, check);
    sets(below.factors, written_below.factors, check);
    return true;
}

/// A value without its conversion to a type, which stands inside of a query that gives the value.
TermId Comparison::unconverted(TermId value, const std::string& type) {
    const TermPool& pool = b_.pool();
    TermId inner = value;
    if (pool.is(value, "scalar value") && pool.is(pool[value].args[0], "block"))
        for (const TermId part : pool[pool[value].args[0]].args)
            if (pool.is(part, "out") && pool[part].args.size() == 1) inner = pool[part].args[0];
    if (!pool.is(inner, "cast") || pool[inner].text != type) return value;
    const TermId plain = pool[inner].args[0];
    return inner == value ? plain : b_.replace(value, Substitution{{inner, plain}});
}

/// Two spellings that a rule of the product explains.
bool Comparison::explained(TermId left, TermId right, const std::string& check) {
    const TermPool& pool = b_.pool();
    const Term &l = pool[left], &r = pool[right];
    const TermId identity = l.op == "cast" ? l.args[0] : left;
    if (pool.is(identity, "identity")) {
        const bool numbered = numbers(identity, right);
        if (numbered) note(check, Weight::rule, left, right, "identity numbering");
        return numbered;
    }
    if (l.op == "stored") { // the model may leave the conversion out
        note(check, Weight::rule, left, right, kUndeclared);
        terms(l.args[0], unconverted(right, l.text), check);
        return true;
    }
    const auto number = [](const Term& term) { return term.op == "lit" && term.text.find_first_not_of("-0123456789.") == std::string::npos; };
    if (number(l) && number(r) && std::stod(l.text) == std::stod(r.text)) return true; // 2 and 2.0
    if (scaled_division(left, right, check)) return true;
    if (l.op == "order" && r.op == "order" && l.args.size() < r.args.size() && std::equal(l.args.begin(), l.args.end(), r.args.begin())) {
        note(check, Weight::rule, left, right, "ties in a stated order");
        return true;
    }
    const auto numeric = [](const Term& term) { return term.op == "cast" && (term.text.starts_with("decimal") || term.text == "int" || term.text == "bigint" || term.text == "float" || term.text == "smallint" || term.text == "tinyint"); };
    // A conversion that cuts or rounds is not one that T-SQL makes unseen.
    const auto cuts = [&](const Term& cast) {
        const SqlType from = b_.type_of(cast.args[0]), to = b_.type_of(b_.pool().make(cast.op, cast.text, cast.args));
        const int kept = to.is_integer() ? 0 : to.kind == TypeKind::decimal ? to.scale : kMostDigits;
        return from.is_approximate() ? to.is_integer() : from.kind == TypeKind::decimal && from.scale > kept;
    };
    if (numeric(r) && l.op != "cast") {
        if (cuts(r)) return false;
        note(check, Weight::rule, left, right, "implicit conversion");
        terms(left, r.args[0], check);
        return true;
    }
    if (numeric(l) && r.op != "cast") {
        if (cuts(l)) return false;
        const bool typed = pool.is(l.args[0], "col");
        note(check, typed ? Weight::unclear : Weight::rule, left, right, "implicit conversion");
        terms(l.args[0], right, check);
        return true;
    }
    return false;
}

/// A value that is not always NULL, and of which everything is understood.
bool Comparison::gives_values(TermId id) const {
    return !b_.contains(id, [](const Term& term) { return term.op == "opaque" || term.op.starts_with("fn:") || term.op == "recursive" || term.op == "param" || (term.op == "lit" && term.text == "null"); });
}

/// Two constants of one kind, unless one may be the converted other: texts of dates have many spellings, and a function that the check does not
/// know may take its constants in another form.
bool Comparison::constants_contradict(TermId left, TermId right) const {
    const Term &l = b_.pool()[left], &r = b_.pool()[right];
    const bool text = l.text.starts_with("s:");
    if (text != r.text.starts_with("s:") || foreign_ > 0) return false;
    if (!text || l.text == r.text) return true;
    const std::string_view a = std::string_view(l.text).substr(2), b = std::string_view(r.text).substr(2);
    return !may_be_moment(a) || !may_be_moment(b) || (plain_moment(a) && plain_moment(b));
}

/// A pair that cannot be two spellings of one thing, whatever the data.
bool Comparison::contradicts(TermId left, TermId right) const {
    const TermPool& pool = b_.pool();
    const Term &l = pool[left], &r = pool[right];
    if (r.op == "missing") return l.op != "missing";
    if (l.op == "lit" && r.op == "lit") return constants_contradict(left, right);
    if (r.op == "lit" && r.text == "null") return foreign_ == 0 && gives_values(left);
    const auto stored = [&](TermId id) { return pool.is(id, "col") && b_.column_of(id) != nullptr; };
    if ((stored(left) && r.op == "lit") || (l.op == "lit" && stored(right))) return true;
    // Two uses of one table may have been counted in another order.
    if (l.op == "col" && r.op == "col") return l.args == r.args || b_.rel_of(l.args[0]) != b_.rel_of(r.args[0]);
    if (any_of(l.op, kComparisons) && any_of(r.op, kComparisons) && l.op != r.op) {
        Terms a = l.args, b = r.args;
        std::sort(a.begin(), a.end());
        std::sort(b.begin(), b.end());
        return a == b;
    }
    if (l.op == r.op && l.op == "lt" && l.args[0] == r.args[1] && l.args[1] == r.args[0]) return true;
    if (l.op.starts_with("agg:") && r.op.starts_with("agg:")) return l.args == r.args;
    if (l.op.starts_with("win:") && r.op.starts_with("win:") && l.op != r.op) return l.args == r.args;
    if ((l.op == "and" && r.op == "or") || (l.op == "or" && r.op == "and")) return l.args == r.args;
    if (l.op == "not" || r.op == "not") return (l.op == "not" && l.args[0] == right) || (r.op == "not" && r.args[0] == left);
    if (l.op == "key" && r.op == "key") return l.args == r.args;
    if (l.op == "coalesce" && l.args[0] == right) return foreign_ == 0;
    if (r.op == "coalesce" && r.args[0] == left) return foreign_ == 0;
    if ((l.op == "add" || l.op == "sub" || l.op == "mul") && (r.op == "add" || r.op == "sub" || r.op == "mul") && l.op != r.op) {
        Terms a = l.args, b = r.args;
        std::sort(a.begin(), a.end());
        std::sort(b.begin(), b.end());
        return a == b;
    }
    return false;
}

/// A CASE with the arms of the other one and more.
bool Comparison::drops_arms(TermId left, TermId right) const {
    const Term &l = b_.pool()[left], &r = b_.pool()[right];
    if (l.op != "case" || r.op != "case" || l.args.size() == r.args.size()) return false;
    const Terms &longer = l.args.size() > r.args.size() ? l.args : r.args, &shorter = l.args.size() > r.args.size() ? r.args : l.args;
    return std::all_of(shorter.begin(), shorter.end(), [&](TermId id) { return std::find(longer.begin(), longer.end(), id) != longer.end(); });
}

bool Comparison::same_shape(TermId left, TermId right, const std::string& check) {
    const Term &l = b_.pool()[left], &r = b_.pool()[right];
    if (l.op == "block" && r.op == "block") return blocks(left, right, check), true;
    if (l.op == "union_all" && r.op == "union_all") return unions(left, right, check), true;
    if ((l.op == "and" || l.op == "or") && (r.op == l.op || !any_of(r.op, std::array<std::string_view, 2>{"and", "or"}))) {
        if (r.op == l.op) return sets(l.args, r.args, check), true;
        if (std::find(l.args.begin(), l.args.end(), right) != l.args.end()) return sets(l.args, {right}, check), true;
    }
    if ((r.op == "and" || r.op == "or") && std::find(r.args.begin(), r.args.end(), left) != r.args.end()) return sets({left}, r.args, check), true;
    if (l.op != r.op || l.text != r.text || l.args.size() != r.args.size() || l.args.empty() || l.op == "opaque") return false;
    if (any_of(l.op, kUnordered)) return sets(l.args, r.args, check), true;
    const bool foreign = l.op.starts_with("fn:") && !any_of(l.op, kSharedCalls);
    foreign_ += foreign ? 1 : 0;
    for (std::size_t i = 0; i < l.args.size(); ++i)
        if (l.args[i] != r.args[i]) terms(l.args[i], r.args[i], check);
    foreign_ -= foreign ? 1 : 0;
    return true;
}

void Comparison::terms(TermId left, TermId right, const std::string& check) {
    if (left == right) return;
    if (const auto use = paired_uses_.find(right); use != paired_uses_.end() && use->second == left) return;
    if (explained(left, right, check)) return;
    if (contradicts(left, right)) note(check, Weight::clear, left, right);
    else if (drops_arms(left, right)) note(check, Weight::likely, left, right);
    else if (!same_shape(left, right, check)) note(check, Weight::unclear, left, right);
}

} // namespace t2d::passes::check
