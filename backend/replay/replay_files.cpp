// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/replay_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "backend/content_hash.h"
#include "backend/jinja.h"
#include "backend/layout.h"
#include "backend/macros.h"
#include "backend/replay/procedure_printer.h"
#include "backend/replay/program_walk.h"
#include "backend/replay/replay_macros.h"
#include "backend/replay/replay_plan.h"
#include "backend/replay/replay_test.h"

namespace t2d::backend {

namespace {

std::string macro_name(const ir::Program& program) { return "replay_" + plain_name(program.name); }

/// One group's files.
class GroupFiles {
public:
    GroupFiles(const ReplayGroup& group, const PrintContext& context) : group_(group), context_(context) {}

    void render(std::map<std::string, std::string>& files) const {
        if (group_.reason.empty()) {
            for (const ir::Program* program : group_.programs)
                files["macros/replay/" + macro_name(*program) + ".sql"] = stamp(kJinjaComment, procedure(*program));
            files["models/replay/replay__" + group_.name + ".sql"] = stamp(kSqlComment, jinja::finish(model()));
        }
        for (const ReplayTarget& target : group_.targets)
            if (target.model->holes.empty() && target.excluded.size() < target.symbol->columns.size())
                files["tests/legacy/" + target.model->name + "__legacy.sql"] = stamp(kSqlComment, jinja::finish(legacy_test(target, context_)));
        for (const ReplayTarget& target : group_.targets)
            files["tests/replay/" + target.model->name + "__replay.sql"] = stamp(kSqlComment, jinja::finish(replay_test(target, "replay__" + group_.name, context_)));
    }

private:
    [[nodiscard]] std::string procedure(const ir::Program& program) const {
        QueryWriter queries(program, context_, tables_of(group_, program));
        const std::string about = "{#\n    " + jinja::defused(program.name) + ", statement by statement, on the copies of its tables in the schema s.\n#}\n";
        return about + jinja::finish(ProcedurePrinter(queries, group_.name, macro_name(program)).print());
    }

    /// Refs and sources inside of macros that run only at run time are not seen when dbt parses.
    [[nodiscard]] std::string dependencies() const {
        std::set<std::string> lines;
        for (const std::string& key : group_.written)
            for (const ir::Model* model : {model_of(context_.project, key), model_of(context_.project, key + "__keys")})
                if (model != nullptr && model->holes.empty()) lines.insert("ref(" + jinja::literal(model->name) + ")");
        for (const ir::Program* program : group_.programs)
            for (const auto& [id, table] : tables_of(group_, *program)) {
                const ir::TableSymbol& symbol = program->tables[static_cast<std::size_t>(id)];
                if (table.scratch ? !is_source(symbol) : read_in(program->body).count(id) == 0) continue;
                lines.insert(source(symbol));
            }
        std::string out;
        for (const std::string& line : lines)
            out += "-- depends_on: " + jinja::expression(line) + "\n";
        return out;
    }

    [[nodiscard]] static std::string source(const ir::TableSymbol& symbol) {
        return fmt::format("source({}, {})", jinja::literal(symbol.schema), jinja::literal(symbol.name));
    }

    /// A table that has no model although a program writes it: by statements that never run.
    [[nodiscard]] bool is_source(const ir::TableSymbol& symbol) const {
        const auto same = [&](const ir::SourceTable& known) { return known.schema == symbol.schema && known.name == symbol.name; };
        const auto& sources = context_.project.sources;
        return symbol.kind == ir::TableKind::persistent && model_of(context_.project, symbol.key) == nullptr && std::any_of(sources.begin(), sources.end(), same);
    }

    [[nodiscard]] std::string columns(const ir::TableSymbol& symbol) const {
        std::vector<std::string> out;
        for (const ir::Column& column : symbol.columns)
            out.push_back("(" + jinja::literal(context_.dialect.identifier(column.name)) + ", " + jinja::literal(context_.dialect.type_name(column.type)) + ")");
        return "[" + join(out, ", ") + "]";
    }

    /// Copies of all tables that the programs write, then the counters of numbered columns.
    void copies(Script& script) const {
        std::set<std::string> made;
        for (const ir::Program* program : group_.programs)
            for (const auto& [id, table] : tables_of(group_, *program)) {
                const ir::TableSymbol& symbol = program->tables[static_cast<std::size_t>(id)];
                if (!table.scratch || !made.insert(table.relation).second) continue;
                const ir::Model* model = symbol.kind == ir::TableKind::persistent ? model_of(context_.project, symbol.key) : nullptr;
                const std::string name = table.relation.substr(table.relation.find('.') + 1);
                script.jinja(fmt::format("do tsql_replay_table(s, {}, {}, {}, {}{})", jinja::literal(group_.name), jinja::literal(name), columns(symbol),
                                         model == nullptr ? "none" : jinja::literal(model->name), is_source(symbol) ? ", " + source(symbol) : ""));
                counters(symbol, table.relation, script);
            }
    }

    void counters(const ir::TableSymbol& symbol, const std::string& relation, Script& script) const {
        const ir::Model* mark = model_of(context_.project, symbol.key + "__keys");
        for (int c = 0; c < static_cast<int>(symbol.columns.size()); ++c) {
            if (!is_numbered(symbol, c)) continue;
            const ir::ColumnRule& rule = symbol.rules[static_cast<std::size_t>(c)];
            const std::string column = context_.dialect.identifier(symbol.columns[static_cast<std::size_t>(c)].name);
            const bool down = rule.identity_increment.starts_with("-");
            std::string reached = fmt::format("(select {}({}) from {})", down ? "min" : "max", column, relation);
            if (mark != nullptr)
                reached = fmt::format("{}({}, {})", down ? "least" : "greatest", reached,
                                      jinja::expression(fmt::format("tsql_replay_mark(s, {}, {})", jinja::literal(mark->name), jinja::literal(column))));
            // Numbers that were given by hand and lie before the first one move nothing.
            const std::string start = fmt::format("{}({}, {} - ({}))", down ? "least" : "greatest", reached, rule.identity_seed, rule.identity_increment);
            script.run({context_.dialect.replay()->set_variable(counter_name(group_.name, symbol, c), start)});
        }
    }

    [[nodiscard]] std::string model() const {
        Script script(kStep);
        script.jinja("set s = tsql_replay_schema()");
        script.jinja("do tsql_replay_begin(s, " + jinja::literal(group_.name) + ")");
        copies(script);
        for (const ir::Program* program : group_.programs)
            script.jinja("do " + macro_name(*program) + "(s)");
        std::vector<std::string> rows;
        for (const ReplayTarget& target : group_.targets)
            if (target.reason.empty())
                rows.push_back(fmt::format("select '{}' as model_name, count(*) as row_count\nfrom {}.{}", target.model->name, jinja::expression("tsql_replay_schema()"), target.scratch));
        if (rows.empty()) rows.emplace_back("select cast(null as varchar) as model_name, 0 as row_count\nwhere false");
        return comment_lines("Runs the procedure statement by statement on copies of its tables, and says how many rows each of them has then.", 0) +
               jinja::expression("config(materialized='table', tags=['replay'], enabled=var('tsql_replay', false))") + "\n\n" + dependencies() + "\n" +
               jinja::statement("if execute and flags.WHICH in ['build', 'run']") + "\n" + script.text() + jinja::statement("endif") + "\n\n" + join(rows, "\nunion all\n") + "\n";
    }

    const ReplayGroup& group_;
    const PrintContext& context_;
};

} // namespace

std::map<std::string, std::string> render_replays(const std::vector<ir::Program>& programs, const PrintContext& context) {
    std::map<std::string, std::string> files;
    const std::vector<ReplayGroup> groups = plan_replays(context.project, programs, context.dialect);
    for (const ReplayGroup& group : groups)
        GroupFiles(group, context).render(files);
    add_called_macros(context.dialect, files);
    add_called_macros(context.dialect, files);
    if (!groups.empty()) files["macros/replay/tsql_replay.sql"] = stamp(kJinjaComment, replay_macros(*context.dialect.replay()));
    return files;
}

void add_replay_sources(const std::vector<ir::Program>& programs, const Dialect& dialect, ir::Project& project) {
    for (const ReplayGroup& group : plan_replays(project, programs, dialect)) {
        if (!group.reason.empty()) continue;
        for (const ir::Program* program : group.programs)
            for (const ir::TableId id : read_in(program->body)) {
                const ir::TableSymbol& symbol = program->tables[static_cast<std::size_t>(id)];
                if (symbol.kind != ir::TableKind::persistent || group.written.count(symbol.key) > 0) continue;
                const auto same = [&](const ir::SourceTable& source) { return source.schema == symbol.schema && source.name == symbol.name; };
                if (std::none_of(project.sources.begin(), project.sources.end(), same)) project.sources.push_back({symbol.schema, symbol.name, symbol.columns, {}});
            }
    }
}

} // namespace t2d::backend
