// SPDX-License-Identifier: Apache-2.0
#include "backend/block_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "backend/jinja.h"
#include "backend/layout.h"
#include "backend/rel_walk.h"
#include "backend/select_printer.h"
#include "ir/match.h"
#include "ir/text.h"

namespace t2d::backend {

namespace {

constexpr ir::QuantId kWhole = -1;  // the one quantifier of `select * from x`; the IR counts from 1
constexpr int kCompactReserve = 24; // columns that the text before a subquery is expected to take

std::string operator_of(ir::SetOpKind kind) {
    switch (kind) {
    case ir::SetOpKind::union_all: return "union all";
    case ir::SetOpKind::union_: return "union";
    case ir::SetOpKind::except: return "except";
    case ir::SetOpKind::intersect: return "intersect";
    }
    return {};
}

std::vector<std::string> names_of(const std::vector<ir::Column>& columns) {
    std::vector<std::string> names;
    for (const ir::Column& column : columns)
        names.push_back(column.name);
    return names;
}

QueryRequest with_names(const QueryRequest& request, const ir::Rel& rel) {
    QueryRequest named = request;
    if (named.names.empty()) named.names = names_of(rel.columns);
    return named;
}

/// Names under which each column can be read, where the relation has some twice; nothing where it has not.
std::vector<std::string> distinct_names(const ir::Rel& rel) {
    std::vector<std::string> names;
    bool changed = false;
    const auto taken = [&](const std::string& name) { return std::any_of(names.begin(), names.end(), [&](const std::string& other) { return equal_ignoring_case(other, name); }); };
    for (const ir::Column& column : rel.columns) {
        std::string name = column.name;
        for (int number = 2; !name.empty() && taken(name); ++number) {
            name = column.name + "_" + std::to_string(number);
            changed = true;
        }
        names.push_back(std::move(name));
    }
    return changed ? names : std::vector<std::string>{};
}

/// Names and types of a result: the relation's own where the request does not say otherwise.
std::vector<ir::Column> requested_columns(const ir::Rel& rel, const QueryRequest& request) {
    std::vector<ir::Column> columns = rel.columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i < request.names.size()) columns[i].name = request.names[i];
        if (i < request.types.size() && request.types[i]) columns[i].type = *request.types[i];
    }
    return columns;
}

/// The branches as one query; those from `deciding` on give their columns neither type nor collation.
PrintedQuery combined(const std::vector<PrintedQuery>& branches, std::size_t deciding, const std::string& word, int indent) {
    PrintedQuery out = branches[0];
    out.compact.clear();
    for (std::size_t b = 1; b < branches.size(); ++b) {
        out.text += "\n" + blanks(indent) + word + "\n" + branches[b].text;
        for (std::size_t i = 0; i < out.columns.size(); ++i) {
            out.columns[i].collated = out.columns[i].collated || (b < deciding && branches[b].columns[i].collated);
            out.columns[i].trimmed = out.columns[i].trimmed && branches[b].columns[i].trimmed;
        }
    }
    return out;
}

bool is_whole(const SqlType& type) { return type.is_integer() && type.kind != TypeKind::bit; }

bool all_alike(const std::vector<PrintedQuery>& branches, std::size_t i, const Dialect& dialect) {
    return std::all_of(branches.begin(), branches.end(), [&](const PrintedQuery& branch) {
        return dialect.same_type(branch.columns[i].type, branches[0].columns[i].type);
    });
}

/// Whether the column is a whole number in all branches, none is wider than what is meant, and the widest of the deciding ones is that.
bool widen_to(const SqlType& meant, const std::vector<PrintedQuery>& branches, std::size_t deciding, std::size_t i) {
    TypeKind widest = TypeKind::tinyint;
    for (std::size_t b = 0; b < branches.size(); ++b) {
        const SqlType& type = branches[b].columns[i].type;
        if (!is_whole(type) || type.kind > meant.kind) return false;
        if (b < deciding) widest = std::max(widest, type.kind);
    }
    return widest == meant.kind;
}

/// Whether a relation of this shape may stand as a branch next to others without a SELECT around it. A chain of the
/// same operator reads from the left.
bool stands_alone(const ir::Rel& rel, const ir::SetOp& op, bool first) {
    if (const auto* block = std::get_if<ir::Select>(&rel.node)) return !block->limit;
    if (const auto* inner = std::get_if<ir::SetOp>(&rel.node))
        return inner->kind == op.kind && (first || op.kind == ir::SetOpKind::union_all);
    return std::holds_alternative<ir::Values>(rel.node);
}

} // namespace

BlockPrinter::BlockPrinter(const Dialect& dialect, Parameter parameter, StringRule string_rule)
    : dialect_(dialect), parameter_(std::move(parameter)), string_rule_(string_rule) {}

void BlockPrinter::add(ir::RelRef rel, NamedRelation relation) {
    names_.insert(to_lower(relation.name));
    relations_.insert_or_assign(rel, std::move(relation));
}

const NamedRelation* BlockPrinter::find(ir::RelRef rel, const Scope* scope) const {
    if (const auto* reference = std::get_if<ir::RecursiveRef>(&rel->node)) return find_recursion(scope, reference->id);
    const auto found = relations_.find(rel);
    return found == relations_.end() ? nullptr : &found->second;
}

bool BlockPrinter::is_cte_name(const std::string& name) const { return names_.count(to_lower(name)) > 0; }

const std::vector<PrintedColumn>& BlockPrinter::columns_in_place(ir::RelRef rel, const Scope* outer) const {
    const auto known = columns_.find(rel);
    if (known != columns_.end()) return known->second;
    QueryRequest request;
    request.outer = outer;
    return columns_[rel] = print(rel, request).columns;
}

PrintedQuery BlockPrinter::print(ir::RelRef rel, const QueryRequest& asked) const {
    QueryRequest request = asked;
    if (request.names.empty() && !request.bare) request.names = distinct_names(*rel);
    return find(rel, request.outer) != nullptr ? print_all_of(rel, request) : print_in_place(rel, request);
}

PrintedQuery BlockPrinter::print_in_place(ir::RelRef rel, const QueryRequest& request) const {
    const auto refuse = [&](const std::string& what) { return refused(dialect_, rel, what, request.indent); };
    return match(
        rel->node, [&](const ir::Select& block) { return print_select(*this, rel, block, request); },
        [&](const ir::SetOp& op) { return print_set_op(rel, op, request); },
        [&](const ir::Values& values) { return print_values(rel, values, request); },
        [&](const ir::Recursive& recursive) { return print_recursive(rel, recursive, request); },
        [&](const ir::FunctionScan& scan) { return print_function(rel, scan, request); },
        [&](const ir::HoleRel&) { return refuse("a statement that could not be compiled"); },
        [&](const ir::TableScan&) { return refuse("a table that is not imported"); },
        [&](const ir::CurrentTable&) { return refuse("a table whose version is not known"); },
        [&](const ir::UserScan&) { return refuse("a table function whose body is not known"); },
        [&](const ir::RecursiveRef&) { return refuse("a recursive query outside of its own body"); });
}

PrintedQuery BlockPrinter::print_all_of(ir::RelRef rel, const QueryRequest& request) const {
    const ir::From from{ir::Quantifier{kWhole, rel, {}}};
    std::deque<ir::Scalar> scalars;
    ir::Rel whole;
    ir::Select block;
    block.from = &from;
    for (std::size_t i = 0; i < rel->columns.size(); ++i) {
        const ir::Column& column = rel->columns[i];
        block.items.push_back(&scalars.emplace_back(
            ir::Scalar{ir::ColumnRef{kWhole, static_cast<int>(i)}, column.type, column.nullable, {}}));
    }
    whole.node = block;
    whole.columns = rel->columns;
    return print_select(*this, &whole, block, request);
}

std::vector<PrintedQuery> BlockPrinter::print_branches(ir::RelRef rel, const ir::SetOp& op,
                                                       const QueryRequest& request) const {
    QueryRequest branch = with_names(request, *rel);
    branch.own_name.clear();
    branch.first_decides = false;
    branch.distinct_rows = request.distinct_rows || op.kind != ir::SetOpKind::union_all;
    std::vector<PrintedQuery> branches;
    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
        const ir::RelRef input = op.inputs[i];
        const bool direct = find(input, request.outer) == nullptr && stands_alone(*input, op, i == 0);
        branches.push_back(direct ? print_in_place(input, branch) : print_all_of(input, branch));
    }
    return branches;
}

PrintedQuery BlockPrinter::print_set_op(ir::RelRef rel, const ir::SetOp& op, const QueryRequest& request) const {
    if (op.inputs.empty())
        return {typed_empty(dialect_, rel->columns, request.indent), declared_columns(dialect_, rel->columns), {}};
    QueryRequest typed = request;
    typed.rows_only = false; // the values of the rows decide which rows there are
    typed.types.resize(rel->columns.size());
    const std::vector<std::optional<SqlType>> asked = typed.types;
    for (std::optional<SqlType>& type : typed.types)
        if (type && is_whole(*type)) type.reset(); // the widest branch may give it
    const bool is_union = op.kind == ir::SetOpKind::union_ || op.kind == ir::SetOpKind::union_all;
    const std::size_t deciding = op.inputs.size() - (request.first_decides && is_union ? 1 : 0);
    std::vector<PrintedQuery> branches = print_branches(rel, op, typed);
    std::vector<std::size_t> widened;
    bool again = false;
    for (std::size_t i = 0; i < rel->columns.size(); ++i) {
        const SqlType meant = asked[i].value_or(rel->columns[i].type);
        if (typed.types[i] || (!asked[i] && all_alike(branches, i, dialect_))) continue;
        if (widen_to(meant, branches, deciding, i)) {
            widened.push_back(i);
            continue;
        }
        typed.types[i] = meant; // left alone, the engine would choose a type of its own for the column
        again = true;
    }
    if (again) branches = print_branches(rel, op, typed);
    PrintedQuery out = combined(branches, deciding, operator_of(op.kind), request.indent);
    for (const std::size_t i : widened) out.columns[i].type = asked[i].value_or(rel->columns[i].type);
    return out;
}

PrintedQuery BlockPrinter::print_values(ir::RelRef rel, const ir::Values& values, const QueryRequest& request) const {
    const std::vector<ir::Column> columns = requested_columns(*rel, request);
    PrintedQuery out;
    out.columns = declared_columns(dialect_, columns);
    if (values.rows.empty())
        out.text = typed_empty(dialect_, columns, request.indent);
    else if (values.rows.size() == 1)
        out.text = print_row(values.rows[0], columns, request);
    else
        out.text = print_rows(values, columns, request);
    return out;
}

std::vector<std::string> BlockPrinter::print_cells(const std::vector<ir::ScalarRef>& row,
                                                   const std::vector<ir::Column>& columns, const QueryRequest& request,
                                                   int indent) const {
    const Scope scope{.outer = request.outer};
    const BlockSurroundings around(*this, scope);
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string text = dialect_.value_of_type(*row[i], columns[i].type, around, indent).text;
        cells.push_back(request.settled ? dialect_.settled(text, columns[i].type) : text);
    }
    return cells;
}

std::string BlockPrinter::print_row(const std::vector<ir::ScalarRef>& row, const std::vector<ir::Column>& columns,
                                    const QueryRequest& request) const {
    const int inner = request.indent + kStep;
    std::vector<std::string> items = print_cells(row, columns, request, inner);
    for (std::size_t i = 0; i < items.size(); ++i)
        if (!request.bare) items[i] += " as " + dialect_.identifier(columns[i].name);
    const bool short_form = items.size() == 1 && is_one_line(items[0]);
    return blanks(request.indent) + "select" + (short_form ? " " : "\n" + blanks(inner)) +
           join(items, ",\n" + blanks(inner));
}

std::string BlockPrinter::print_rows(const ir::Values& values, const std::vector<ir::Column>& columns,
                                     const QueryRequest& request) const {
    const int inner = request.indent + 2 * kStep;
    std::vector<std::string> rows, names;
    for (const auto& row : values.rows)
        rows.push_back(listed("(", print_cells(row, columns, request, inner), ")", inner));
    for (const ir::Column& column : columns)
        names.push_back(dialect_.identifier(column.name));
    const std::string gap = "\n" + blanks(inner);
    return fmt::format("{0}select *\n{0}from (\n{0}{1}values{2}{3}\n{0}{4}", blanks(request.indent), blanks(kStep), gap,
                       join(rows, "," + gap), listed(") as entry (", names, ")", request.indent));
}

PrintedQuery BlockPrinter::print_recursive(ir::RelRef rel, const ir::Recursive& recursive,
                                           const QueryRequest& request) const {
    const bool in_chain = !request.own_name.empty();
    NamedRelation self{in_chain ? request.own_name : to_snake_case(rel->label), {}};
    if (self.name.empty()) self.name = "recursion";
    QueryRequest branch = with_names(request, *rel);
    branch.own_name.clear();
    branch.first_decides = false;
    branch.distinct_rows = recursive.distinct;
    branch.settled = !recursive.distinct; // rows that are compared keep their collation
    branch.indent = request.indent + (in_chain ? 0 : kStep);
    branch.types.clear();
    for (const ir::Column& column : rel->columns)
        branch.types.emplace_back(column.type);
    const ir::SetOp op{recursive.distinct ? ir::SetOpKind::union_ : ir::SetOpKind::union_all, {}};
    const auto print_part = [&](ir::RelRef part, bool first) {
        const bool direct = find(part, branch.outer) == nullptr && stands_alone(*part, op, first) &&
                            (first || !std::holds_alternative<ir::SetOp>(part->node));
        return direct ? print_in_place(part, branch) : print_all_of(part, branch);
    };
    PrintedQuery out = print_part(recursive.anchor, true);
    out.compact.clear();
    self.columns = out.columns;
    Scope scope{.outer = request.outer};
    scope.recursion = recursive.id;
    scope.recursive = &self;
    branch.outer = &scope;
    out.text += "\n" + blanks(branch.indent) + operator_of(op.kind) + "\n" + print_part(recursive.step, false).text;
    const std::string at = blanks(request.indent), name = dialect_.identifier(self.name);
    if (!in_chain)
        out.text = fmt::format("{0}with recursive {1} as (\n{2}\n{0})\n\n{0}select * from {1}", at, name, out.text);
    return out;
}

PrintedQuery BlockPrinter::print_function(ir::RelRef rel, const ir::FunctionScan& scan,
                                          const QueryRequest& request) const {
    const Scope scope{.outer = request.outer};
    const BlockSurroundings around(*this, scope);
    const std::string text = dialect_.table_function(scan, rel->columns, around, request.indent);
    if (text.empty())
        return refused(dialect_, rel, fmt::format("the table function {}", info_of(scan.function).name),
                       request.indent);
    return {text, declared_columns(dialect_, rel->columns), {}};
}

bool BlockPrinter::forgets_limit(ir::RelRef rel, const Scope* outer) const {
    if (!dialect_.forgets_limits() || !reads_outer_join(rel, outer_joins_)) return false;
    return !is_correlated(rel, [&](ir::RelRef part) { return find(part, outer) != nullptr; });
}

PrintedColumn BlockSurroundings::in_parentheses(ir::RelRef query, int indent, bool compared) const {
    QueryRequest request;
    request.compared = compared && !native_strings();
    request.indent = indent + kStep;
    request.outer = &scope_;
    request.bare = true;
    request.rows_only = exists_queries.count(query) > 0;
    PrintedQuery printed = printer_.print(query, request);
    const auto* block = std::get_if<ir::Select>(&query->node);
    const bool has_offset = block != nullptr && block->limit && (block->limit->offset != nullptr || (block->order.empty() && !block->limit->percent && !block->limit->with_ties));
    if (request.rows_only && !has_offset && printer_.forgets_limit(query, &scope_)) {
        printed.text += "\n" + blanks(request.indent) + "offset 0";
        if (!printed.compact.empty()) printed.compact += " offset 0";
    }
    const SqlType type = printed.columns.empty() ? SqlType{} : printed.columns.front().type;
    const bool collated = !printed.columns.empty() && printed.columns.front().collated;
    if (!printed.compact.empty() && fits(printed.compact, indent + kCompactReserve))
        return {"(" + printed.compact + ")", type, collated};
    const std::string body = !printed.compact.empty() && fits(printed.compact, request.indent)
                                 ? blanks(request.indent) + printed.compact
                                 : printed.text;
    return {"(\n" + body + "\n" + blanks(indent) + ")", type, collated};
}

std::string typed_null(const Dialect& dialect, const SqlType& type) {
    return type.known() ? fmt::format("cast(null as {})", dialect.type_name(type)) : "null";
}

std::string typed_empty(const Dialect& dialect, const std::vector<ir::Column>& columns, int indent) {
    const std::string at = blanks(indent), gap = "\n" + blanks(indent + kStep);
    if (columns.empty()) return at + "select 1\n" + at + "where false"; // nothing is known of the table
    std::vector<std::string> items;
    for (const ir::Column& column : columns)
        items.push_back(
            fmt::format("{} as {}", typed_null(dialect, column.type), dialect.identifier(column.name)));
    return at + "select" + gap + join(items, "," + gap) + "\n" + at + "where false";
}

PrintedQuery refused(const Dialect& dialect, ir::RelRef rel, const std::string& reason, int indent) {
    const std::string raise =
        jinja::expression("exceptions.raise_compiler_error(" + jinja::literal("not translated: " + reason) + ")");
    const std::string guard = jinja::statement("if execute") + raise + jinja::statement("endif");
    return {blanks(indent) + guard + "\n" + typed_empty(dialect, rel->columns, indent),
            declared_columns(dialect, rel->columns),
            {}};
}

std::vector<PrintedColumn> declared_columns(const Dialect& dialect, const std::vector<ir::Column>& columns) {
    std::vector<PrintedColumn> out;
    for (const ir::Column& column : columns)
        out.push_back({dialect.identifier(column.name), column.type, false, false});
    return out;
}

} // namespace t2d::backend
