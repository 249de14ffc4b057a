// SPDX-License-Identifier: Apache-2.0
// What `--dump-after` prints for each pass.
#include <fmt/format.h>

#include "ir/match.h"
#include "passes/dump_ir.h"
#include "passes/pass_table.h"

namespace t2d::passes {

using namespace ir;

namespace {

constexpr std::string_view kTransactionSteps[] = {"begin", "commit", "rollback", "save"};

/// Prints procedure IR as an indented list of statements.
class ProgramDumper {
public:
    explicit ProgramDumper(const Program& program) : program_(program), rels_(program.tables) {}

    std::string run() {
        body(program_.body, 1);
        return fmt::format("procedure {}\n{}{}", program_.name, rels_.text(), out_);
    }

private:
    std::string table(TableId id) const { return program_.tables[static_cast<std::size_t>(id)].key; }

    std::string sets(const std::vector<SetColumn>& set) {
        std::string out;
        for (const auto& column : set) out += fmt::format(" {} := {}", column.column, rels_.scalar(column.value));
        return out;
    }

    void line(int depth, const std::string& text) { out_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + text + "\n"; }

    void body(const Body& statements, int depth) {
        for (const auto& statement : statements) one(statement, depth);
    }

    std::string from_where(FromRef from, ScalarRef where) {
        std::string out;
        for (const auto* quantifier : quantifiers(from)) out += fmt::format(" q{}={}", quantifier->id, rels_.rel(quantifier->rel));
        return out + " where " + rels_.scalar(where);
    }

    void one(const Statement& statement, int depth) {
        match(
            statement.node, [&](const Define& n) { line(depth, fmt::format("define {} {}", table(n.table), rels_.rel(n.content))); },
            [&](const Insert& n) { line(depth, fmt::format("insert {} ({}) {}", table(n.table), fmt::join(n.columns, " "), rels_.rel(n.source))); },
            [&](const Update& n) { line(depth, fmt::format("update {} q{}{}{}", table(n.table), n.target, sets(n.set), from_where(n.from, n.where))); },
            [&](const Delete& n) { line(depth, fmt::format("delete {} q{}{}", table(n.table), n.target, from_where(n.from, n.where))); },
            [&](const WriteThrough& n) { line(depth, fmt::format("write through {} {} where {}{}", table(n.table), rels_.rel(n.rows), rels_.scalar(n.where), sets(n.set))); },
            [&](const Merge& n) {
                line(depth, fmt::format("merge {} q{} using {} q{} on {}", table(n.table), n.target, rels_.rel(n.source.rel), n.source.id, rels_.scalar(n.on)));
                if (n.top != nullptr) line(depth + 1, "top " + rels_.scalar(n.top));
                for (const auto& branch : n.branches) line(depth + 1, fmt::format("match {} action {} if {}{}", static_cast<int>(branch.match), static_cast<int>(branch.action), rels_.scalar(branch.condition), sets(branch.set)));
            },
            [&](const Truncate& n) { line(depth, "truncate " + table(n.table)); },
            [&](const Assign& n) { line(depth, fmt::format("v{} := {}", n.variable, rels_.scalar(n.value))); },
            [&](const AssignQuery& n) { line(depth, fmt::format("v({}) := {}", fmt::join(n.variables, " "), rels_.rel(n.query))); },
            [&](const If& n) {
                line(depth, "if " + rels_.scalar(n.condition));
                body(n.then, depth + 1);
                if (!n.otherwise.empty()) line(depth, "else");
                body(n.otherwise, depth + 1);
            },
            [&](const While& n) {
                line(depth, "while " + rels_.scalar(n.condition));
                body(n.body, depth + 1);
            },
            [&](const Break&) { line(depth, "break"); }, [&](const Continue&) { line(depth, "continue"); },
            [&](const Transaction& n) { line(depth, fmt::format("transaction {} {}", kTransactionSteps[static_cast<std::size_t>(n.step)], n.name)); },
            [&](const Return& n) { line(depth, "return " + rels_.scalar(n.value)); }, [&](const Jump& n) { line(depth, "jump " + n.label); },
            [&](const Landing& n) { line(depth, "landing " + n.label); },
            [&](const Inlined& n) {
                line(depth, "inlined");
                body(n.body, depth + 1);
            },
            [&](const Raise& n) { line(depth, "raise " + n.message); }, [&](const HoleStatement& n) { line(depth, "hole: " + n.reason); });
    }

    const Program& program_;
    IrDumper rels_;
    std::string out_;
};

} // namespace

std::string dump_catalog(const Compilation& compilation) {
    std::string out;
    for (const auto& [key, table] : compilation.catalog.tables) {
        out += "table " + key + "\n";
        for (const auto& column : table.columns) out += fmt::format("  {} {}{}\n", column.name, to_string(column.type), column.nullable ? "" : " not null");
        for (const auto& unique : table.keys) out += fmt::format("  {} ({})\n", unique.primary ? "primary key" : "unique", fmt::join(unique.columns, ", "));
    }
    for (const auto& [key, module] : compilation.catalog.procedures) out += "procedure " + key + "\n";
    for (const auto& [key, module] : compilation.catalog.views) out += "view " + key + "\n";
    for (const auto& [key, module] : compilation.catalog.functions) out += "function " + key + "\n";
    return out;
}

std::string dump_programs(const Compilation& compilation) {
    std::string out;
    for (const auto& unit : compilation.units) out += ProgramDumper(unit.program).run();
    return out;
}

std::string dump_versions(const Compilation& compilation) {
    std::string out;
    for (const auto& unit : compilation.units) {
        IrDumper rels(unit.program.tables);
        std::string versions;
        for (const auto& version : unit.reenactment.versions)
            versions += fmt::format("{}@{} = {}\n", unit.program.tables[static_cast<std::size_t>(version.table)].key, version.number, rels.rel(version.rel));
        for (const auto& guard : unit.reenactment.guards) versions += fmt::format("never: {} ({})\n", rels.scalar(guard.condition), guard.message);
        out += fmt::format("procedure {}\n{}{}", unit.program.name, rels.text(), versions);
    }
    return out;
}

std::string dump_models(const Compilation& compilation) {
    std::string out;
    for (const auto& model : compilation.project.models) {
        out += fmt::format("model {} {} {}\n", model.name, name_of(model.materialization), name_of(model.strategy));
        for (const auto& import : model.imports) out += fmt::format("  import {} {}\n", import.cte, import.kind == ImportKind::source ? import.schema + "." + import.table : import.model);
        for (const auto& cte : model.ctes) {
            std::string columns;
            for (const auto& column : cte.rel->columns) columns += (columns.empty() ? "" : ", ") + column.name;
            out += fmt::format("  cte {} ({})\n", cte.name, columns);
        }
    }
    return out;
}

} // namespace t2d::passes
