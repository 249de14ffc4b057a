// SPDX-License-Identifier: Apache-2.0
#include "backend/chain_printer.h"

#include <fmt/format.h>

#include <algorithm>

#include "backend/block_printer.h"
#include "backend/jinja.h"
#include "backend/layout.h"
#include "backend/parameters.h"

namespace t2d::backend {

namespace {

bool contains(const std::vector<int>& list, std::size_t value) {
    return std::find(list.begin(), list.end(), static_cast<int>(value)) != list.end();
}

/// Prints import CTEs: whole relations, with the collation of compared columns stated once.
class ImportPrinter {
public:
    ImportPrinter(const ir::Import& import, const Dialect& dialect, StringRule strings) : import_(import), dialect_(dialect), strings_(strings) {}

    [[nodiscard]] std::string body() const {
        if (import_.kind == ir::ImportKind::previous) return previous();
        const std::string from = "from " + relation();
        const std::vector<std::string> collated = replacements();
        if (collated.empty()) return on_one_line("select *", from);
        if (!dialect_.has_star_replace()) return listed_columns() + "\n" + blanks(kStep) + from;
        const std::string head = "select * replace (" + join(collated, ", ") + ")";
        if (collated.size() == 1 && (fits(head + " " + from, kStep) || fits(head, kStep)))
            return on_one_line(head, from);
        const std::string gap = "\n" + blanks(2 * kStep);
        return fmt::format("{0}select * replace ({1}{2}\n{0})\n{0}{3}", blanks(kStep), gap, join(collated, "," + gap),
                           from);
    }

    [[nodiscard]] NamedRelation relation_of_cte() const {
        NamedRelation named{import_.cte, declared_columns(dialect_, import_.rel->columns), without_ddl()};
        for (std::size_t i = 0; i < named.columns.size(); ++i) {
            named.columns[i].trimmed = contains(import_.trimmed, i);
            named.columns[i].collated = is_collated(i);
        }
        return named;
    }

private:
    /// Columns that are collected from use have no types.
    [[nodiscard]] bool without_ddl() const {
        const auto& columns = import_.rel->columns;
        return import_.kind == ir::ImportKind::source && std::none_of(columns.begin(), columns.end(), [](const ir::Column& column) { return column.type.known(); });
    }

    [[nodiscard]] bool is_collated(std::size_t i) const {
        return contains(import_.collated, i) || contains(import_.trimmed, i);
    }

    [[nodiscard]] std::string relation() const {
        if (import_.kind == ir::ImportKind::ref) return jinja::expression("ref(" + jinja::literal(import_.model) + ")");
        return jinja::expression(
            fmt::format("source({}, {})", jinja::literal(import_.schema), jinja::literal(import_.table)));
    }

    static std::string on_one_line(const std::string& head, const std::string& from) {
        const std::string line = head + " " + from;
        return blanks(kStep) + (fits(line, kStep) ? line : head + "\n" + blanks(kStep) + from);
    }

    [[nodiscard]] std::string collated(std::size_t i, const std::string& text) const {
        return is_collated(i) ? dialect_.collated(text, contains(import_.trimmed, i), strings_) : text;
    }

    [[nodiscard]] std::string listed_columns() const {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < import_.rel->columns.size(); ++i) {
            const std::string name = dialect_.identifier(import_.rel->columns[i].name);
            out.push_back(is_collated(i) ? collated(i, name) + " as " + name : name);
        }
        const std::string gap = "\n" + blanks(2 * kStep);
        return blanks(kStep) + "select" + gap + join(out, "," + gap);
    }

    [[nodiscard]] std::vector<std::string> replacements() const {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < import_.rel->columns.size(); ++i) {
            const std::string name = dialect_.identifier(import_.rel->columns[i].name);
            if (is_collated(i)) out.push_back(collated(i, name) + " as " + name);
        }
        return out;
    }

    /// The model's own relation; a first run without one reads no rows.
    [[nodiscard]] std::string previous() const {
        const std::string at = blanks(kStep), gap = ",\n" + blanks(2 * kStep);
        std::vector<std::string> present, empty;
        for (std::size_t i = 0; i < import_.rel->columns.size(); ++i) {
            const ir::Column& column = import_.rel->columns[i];
            const std::string name = dialect_.identifier(column.name),
                              null = typed_null(dialect_, column.type);
            present.push_back(is_collated(i) ? collated(i, name) + " as " + name : name);
            empty.push_back(collated(i, null) + " as " + name);
        }
        return fmt::format(
            "{0}{1}\n{0}select\n{0}{0}{2}\n{0}from {3}\n{0}{4}\n{0}select\n{0}{0}{5}\n{0}where false\n{0}{6}", at,
            jinja::statement("if is_incremental()"), join(present, gap), jinja::expression("this"),
            jinja::statement("else"), join(empty, gap), jinja::statement("endif"));
    }

    const ir::Import& import_;
    const Dialect& dialect_;
    StringRule strings_;
};

bool is_recursive(const ir::Cte& cte) { return std::holds_alternative<ir::Recursive>(cte.rel->node); }

QueryRequest request_for(const Chain& chain, const ir::Cte& cte, bool under_recursive) {
    QueryRequest request;
    request.indent = kStep;
    request.own_name = cte.name;
    request.first_decides = under_recursive;
    const bool last = &cte == &chain.ctes.back();
    if (!last || chain.declared.size() != cte.rel->columns.size()) return request;
    for (const ir::Column& column : chain.declared) {
        request.names.push_back(column.name);
        request.types.emplace_back(column.type);
    }
    return request;
}

/// The rows of the last CTE. A collation that texts were compared with is none of the table's.
std::string final_query(const std::string& cte, const std::vector<PrintedColumn>& columns, bool collates, const Dialect& dialect) {
    const auto without = [&](const PrintedColumn& column) { return column.type.is_string() ? dialect.uncollated(column.text) : std::string(); };
    const bool any = collates && std::any_of(columns.begin(), columns.end(), [&](const PrintedColumn& column) { return !without(column).empty(); });
    if (!any) return "select * from " + cte + "\n";
    std::vector<std::string> items;
    for (const PrintedColumn& column : columns) items.push_back(without(column).empty() ? column.text : without(column) + " as " + column.text);
    return "select\n" + blanks(kStep) + join(items, ",\n" + blanks(kStep)) + "\nfrom " + cte + "\n";
}

} // namespace

std::string print_chain(const Chain& chain, const PrintContext& context) {
    const Dialect& dialect = context.dialect;
    const StringRule strings = context.native_strings ? StringRule::native : chain.sorts_strings ? StringRule::dictionary : StringRule::equality;
    BlockPrinter printer(
        dialect, [&](const std::string& name) { return parameter_call(context.project, name, dialect); },
        strings);
    std::vector<std::string> parts;
    const bool recursive = std::any_of(chain.ctes.begin(), chain.ctes.end(), is_recursive);
    std::string last;
    std::vector<PrintedColumn> result; // of the last CTE
    const auto add = [&](const std::string& name, const std::vector<std::string>& comments, const std::string& body) {
        std::string part;
        for (const std::string& comment : comments)
            part += comment_lines(comment, 0);
        last = dialect.identifier(name);
        parts.push_back((parts.empty() ? "" : part) + last + " as (\n" + body + "\n)");
    };
    for (const ir::Import& import : chain.imports) {
        const ImportPrinter import_printer(import, dialect, strings);
        add(import.cte, {}, import_printer.body());
        const NamedRelation named = import_printer.relation_of_cte();
        result = named.columns;
        printer.add(import.rel, named);
    }
    std::string opening;
    for (const ir::Cte& cte : chain.ctes) {
        if (parts.empty())
            for (const std::string& comment : cte.comments)
                opening += comment_lines(comment, 0);
        const PrintedQuery query = printer.print(cte.rel, request_for(chain, cte, recursive));
        add(cte.name, cte.comments, query.text);
        result = query.columns;
        printer.add(cte.rel, {cte.name, query.columns});
    }
    const std::string ctes = join(parts, ",\n\n");
    const bool collates = ctes.find(" collate ") != std::string::npos;
    return opening + (recursive ? "with recursive " : "with ") + ctes + "\n\n" + final_query(last, result, collates, dialect);
}

} // namespace t2d::backend
