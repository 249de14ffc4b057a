// SPDX-License-Identifier: Apache-2.0
#include "passes/dump_ir.h"

#include <fmt/format.h>

#include "ir/match.h"

namespace t2d::passes {

using namespace ir;

namespace {
constexpr std::string_view kCompare[] = {"=", "<>", "<", "<=", ">", ">="};
constexpr std::string_view kArithmetic[] = {"+", "-", "*", "/", "%", "&", "|", "^", "||", "+days", "-days"};
constexpr std::string_view kJoin[] = {"inner", "left", "right", "full", "cross"};
constexpr std::string_view kSetOp[] = {"union_all", "union", "except", "intersect"};

template <typename Enum>
std::size_t at(Enum value) {
    return static_cast<std::size_t>(value);
}
} // namespace

std::string IrDumper::list(const std::vector<ScalarRef>& scalars) {
    std::string out;
    for (const ScalarRef item : scalars) out += (out.empty() ? "" : ", ") + scalar(item);
    return out;
}

std::string IrDumper::sort_keys(const std::vector<SortKey>& keys) {
    std::string out;
    for (const auto& key : keys) out += (out.empty() ? "" : ", ") + scalar(key.expr) + (key.descending ? " desc" : "");
    return out;
}

std::string IrDumper::scalar(ScalarRef node) {
    if (node == nullptr) return "-";
    return match(
        node->node, [&](const Constant& n) { return n.is_null ? "null:" + to_string(node->type) : n.text + ":" + to_string(node->type); },
        [&](const ColumnRef& n) { return fmt::format("q{}.{}", n.quant, n.column); }, [&](const ParamRef& n) { return "param(" + n.name + ")"; },
        [&](const VarRef& n) { return fmt::format("v{}", n.variable); },
        [&](const Arithmetic& n) { return fmt::format("({} {} {}):{}", scalar(n.left), kArithmetic[at(n.op)], scalar(n.right), to_string(node->type)); },
        [&](const UnaryOp& n) { return fmt::format("{}({})", n.op == UnaryKind::negate ? "neg" : "bitnot", scalar(n.operand)); },
        [&](const Compare& n) { return fmt::format("({} {}{} {})", scalar(n.left), kCompare[at(n.op)], n.null_safe ? "~" : "", scalar(n.right)); },
        [&](const Logic& n) {
            std::string out;
            for (const ScalarRef operand : n.operands) out += (out.empty() ? "" : n.op == LogicOp::and_ ? " and " : " or ") + scalar(operand);
            return "(" + out + ")";
        },
        [&](const Not& n) { return "not " + scalar(n.operand); },
        [&](const IsTrue& n) { return fmt::format("({} is {}true)", scalar(n.operand), n.negated ? "not " : ""); },
        [&](const IsNull& n) { return fmt::format("({} is {}null)", scalar(n.operand), n.negated ? "not " : ""); },
        [&](const Between& n) { return fmt::format("({} {}between {} and {})", scalar(n.operand), n.negated ? "not " : "", scalar(n.low), scalar(n.high)); },
        [&](const InList& n) { return fmt::format("({} {}in ({}))", scalar(n.operand), n.negated ? "not " : "", list(n.items)); },
        [&](const Like& n) { return fmt::format("({} {}like {})", scalar(n.operand), n.negated ? "not " : "", scalar(n.pattern)); },
        [&](const Exists& n) { return fmt::format("{}exists({})", n.negated ? "not " : "", rel(n.query)); },
        [&](const InQuery& n) { return fmt::format("({} {}in {})", scalar(n.operand), n.negated ? "not " : "", rel(n.query)); },
        [&](const Quantified& n) { return fmt::format("({} {} {} {})", scalar(n.operand), kCompare[at(n.op)], n.all ? "all" : "any", rel(n.query)); },
        [&](const ScalarSubquery& n) { return "value(" + rel(n.query) + ")"; },
        [&](const Case& n) {
            std::string out = "case";
            if (n.operand != nullptr) out += " " + scalar(n.operand);
            for (const auto& arm : n.arms) out += " when " + scalar(arm.when) + " then " + scalar(arm.then);
            return out + " else " + scalar(n.otherwise) + " end";
        },
        [&](const Convert& n) { return fmt::format("{}{}({}):{}", n.try_ ? "try_" : "", n.implicit ? "implicit" : "convert", scalar(n.operand), to_string(node->type)); },
        [&](const Call& n) { return fmt::format("{}({}{}{})", info_of(n.function).name, n.date_part, n.date_part.empty() ? "" : "; ", list(n.args)); },
        [&](const UserCall& n) { return fmt::format("f{}({})", n.function, list(n.args)); },
        [&](const Collate& n) { return fmt::format("({} collate {})", scalar(n.operand), n.collation); },
        [&](const Aggregate& n) { return fmt::format("agg{}({}{})", at(n.function), n.distinct ? "distinct " : "", list(n.args)); },
        [&](const Window& n) { return fmt::format("window{}({}) over (partition {} order {})", at(n.function), list(n.args), list(n.partition), sort_keys(n.order)); },
        [&](const NextValue& n) { return "next(" + n.sequence + ")"; });
}

std::string IrDumper::from(FromRef node) {
    return match(
        node->node, [&](const Quantifier& n) { return fmt::format("{} q{}", rel(n.rel), n.id); },
        [&](const Join& n) { return fmt::format("({} {}{} {} on {})", from(n.left), kJoin[at(n.kind)], n.lateral ? " lateral" : "", from(n.right), scalar(n.on)); });
}

std::string IrDumper::select(const Select& block, const std::vector<Column>& columns) {
    std::string items;
    for (std::size_t i = 0; i < block.items.size(); ++i) items += (items.empty() ? "" : ", ") + columns[i].name + " = " + scalar(block.items[i]);
    std::string out = fmt::format("select{} {}", block.distinct ? " distinct" : "", items);
    if (block.from != nullptr) out += " from " + from(block.from);
    if (block.where != nullptr) out += " where " + scalar(block.where);
    if (block.grouped) out += " group by [" + list(block.group_by) + "]";
    if (block.having != nullptr) out += " having " + scalar(block.having);
    if (!block.order.empty()) out += " order by " + sort_keys(block.order);
    if (block.limit) out += fmt::format(" limit {} offset {}", scalar(block.limit->count), scalar(block.limit->offset));
    return out;
}

std::string IrDumper::body(RelRef node) {
    const auto table = [&](TableId id) { return tables_[static_cast<std::size_t>(id)].key; };
    return match(
        node->node, [&](const TableScan& n) { return "scan " + table(n.table); }, [&](const CurrentTable& n) { return "current " + table(n.table); },
        [&](const FunctionScan& n) { return fmt::format("function {}({})", info_of(n.function).name, list(n.args)); },
        [&](const UserScan& n) { return fmt::format("user_function f{}({})", n.function, list(n.args)); },
        [&](const Select& n) { return select(n, node->columns); },
        [&](const SetOp& n) {
            std::string out;
            for (const RelRef input : n.inputs) out += " " + rel(input);
            return std::string(kSetOp[at(n.kind)]) + out;
        },
        [&](const Values& n) {
            std::string out = "values";
            for (const auto& row : n.rows) out += " (" + list(row) + ")";
            return out;
        },
        [&](const Recursive& n) { return fmt::format("recursive r{} {} {}", n.id, rel(n.anchor), rel(n.step)); },
        [&](const RecursiveRef& n) { return fmt::format("recursion r{}", n.id); }, [&](const HoleRel& n) { return fmt::format("hole {}", n.hole); });
}

std::string IrDumper::rel(RelRef node) {
    if (const auto it = numbers_.find(node); it != numbers_.end()) return fmt::format("%{}", it->second);
    const std::string text = body(node);
    const int number = static_cast<int>(numbers_.size()) + 1;
    numbers_.emplace(node, number);
    line(fmt::format("%{}{} = {}", number, node->label.empty() ? "" : " " + node->label, text));
    return fmt::format("%{}", number);
}

} // namespace t2d::passes
