// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/replay_test.h"

#include <fmt/format.h>

#include <algorithm>

#include "backend/jinja.h"
#include "backend/layout.h"

namespace t2d::backend {

namespace {

std::string sql_text(const std::string& text) {
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

/// `enabled` is Jinja that says when the test runs. dbt stores the rows in a table that is called like the test.
std::string config(const std::string& name, const std::string& tag, const std::string& enabled, bool compared) {
    const std::string alias = short_name(name, kLongestName);
    return jinja::expression("config(tags=[" + jinja::literal(tag) + "], enabled=" + enabled + (compared ? "" : ", severity='warn'") + ", store_failures=true" +
                             (alias == name ? "" : ", alias=" + jinja::literal(alias)) + ")");
}

bool is_excluded(const ReplayTarget& target, const std::string& column) {
    return std::find(target.excluded.begin(), target.excluded.end(), column) != target.excluded.end();
}

/// The first key of the model whose columns are all compared: it tells a changed row from a missing and an extra one.
std::vector<std::string> key_of(const ReplayTarget& target) {
    std::vector<std::vector<std::string>> keys = target.model->unique_combinations;
    for (const ir::ModelColumn& column : target.model->columns)
        for (const ir::ColumnTest& test : column.tests)
            if (test.kind == ir::ColumnTestKind::unique && test.where.empty()) keys.push_back({column.column.name});
    if (!target.model->unique_key.empty()) keys.push_back(target.model->unique_key);
    for (const auto& key : keys)
        if (std::none_of(key.begin(), key.end(), [&](const std::string& column) { return is_excluded(target, column); })) return key;
    return {};
}

class Comparison {
public:
    Comparison(const ReplayTarget& target, const PrintContext& context) : target_(target), dialect_(context.dialect) {
        for (const ir::Column& column : target.symbol->columns) {
            if (is_excluded(target, column.name)) continue;
            const std::string name = dialect_.identifier(column.name);
            names_.push_back(name);
            // The order of a sum is not part of a result: floating-point numbers count to twelve digits.
            values_.push_back(column.type.is_approximate() ? dialect_.replay()->twelve_digits(name) + " as " + name : name);
        }
        for (const std::string& column : key_of(target))
            key_.push_back(dialect_.identifier(column));
    }

    /// `expected_relation` holds the rows that the model should have.
    [[nodiscard]] std::string print(const std::string& expected_relation) const {
        const std::string list = "\n        " + join(values_, ",\n        ") + "\n    from ";
        std::string out = "with expected as (\n    select" + list + expected_relation + "\n),\n\nactual as (\n    select" + list +
                          jinja::expression("ref(" + jinja::literal(target_.model->name) + ")") +
                          "\n),\n\nmissing as (\n    select * from expected\n    except all\n    select * from actual\n),\n\nextra as (\n    select * from actual\n    except all\n    select * from expected\n)";
        return out + (key_.empty() ? without_key() : with_key());
    }

private:
    static std::string without_key() {
        return "\n\nselect 'missing' as difference, missing.* from missing\nunion all\nselect 'extra' as difference, extra.* from extra\n";
    }

    [[nodiscard]] std::string with_key() const {
        std::vector<std::string> on, keys, changes;
        for (const std::string& column : key_) {
            on.push_back(fmt::format("missing.{0} is not distinct from extra.{0}", column));
            keys.push_back("missing." + column);
        }
        for (const std::string& name : names_)
            if (std::find(key_.begin(), key_.end(), name) == key_.end())
                changes.push_back(fmt::format("case when missing.{0} is distinct from extra.{0} then {1} end", name, sql_text(name)));
        const std::string changed = changes.empty() ? "''" : "concat_ws(\n            ', ',\n            " + join(changes, ",\n            ") + "\n        )";
        std::string out = ",\n\nchanged as (\n    select\n        " + join(keys, ",\n        ") + ",\n        " + changed + " as changed_columns\n    from missing\n    inner join extra\n        on " +
                          join(on, "\n            and ") + "\n)\n\n";
        return out + side("missing", "expected") + "union all\n" + side("extra", "actual");
    }

    [[nodiscard]] std::string side(const std::string& rows, const std::string& word) const {
        std::vector<std::string> on;
        for (const std::string& column : key_)
            on.push_back(fmt::format("{0}.{1} is not distinct from changed.{1}", rows, column));
        return fmt::format("select\n    case when changed.changed_columns is null then '{0}' else 'changed: {1}' end as difference,\n    changed.changed_columns,\n    {0}.*\nfrom {0}\nleft join changed\n    on {2}\n", rows, word,
                           join(on, "\n        and "));
    }

    const ReplayTarget& target_;
    const Dialect& dialect_;
    std::vector<std::string> names_, values_, key_;
};

} // namespace

std::string replay_test(const ReplayTarget& target, const std::string& replay_model, const PrintContext& context) {
    const std::string name = target.model->name + "__replay", enabled = "var('tsql_replay', false)";
    if (!target.reason.empty())
        return config(name, "replay", enabled, false) + "\n\nselect\n    'not replayed' as difference,\n    " + sql_text(target.reason) + " as reason\n";
    std::string head = comment_lines("Rows in which the model and the replay of its procedure differ.", 0);
    if (!target.excluded.empty()) head += comment_lines("Not compared, values of run-time functions: " + join(target.excluded, ", "), 0);
    return head + config(name, "replay", enabled, true) + "\n\n-- depends_on: " + jinja::expression("ref(" + jinja::literal(replay_model) + ")") + "\n\n" + Comparison(target, context).print(jinja::expression("tsql_replay_schema()") + "." + target.scratch);
}

std::string legacy_test(const ReplayTarget& target, const PrintContext& context) {
    const std::string model = jinja::literal(target.model->name);
    std::vector<std::string> columns;
    for (const ir::Column& column : target.symbol->columns)
        if (!is_excluded(target, column.name))
            columns.push_back("(" + jinja::literal(context.dialect.identifier(column.name)) + ", " + jinja::literal(context.dialect.type_name(column.type)) + ")");
    std::string head = comment_lines("Rows in which the model and an extract of the legacy system differ.", 0);
    if (!target.excluded.empty()) head += comment_lines("Not compared, values of run-time functions: " + join(target.excluded, ", "), 0);
    const std::string rows = jinja::expression("tsql_legacy_rows(var('tsql_legacy', {}).get(" + model + ", ''), [" + join(columns, ", ") + "])") + " as recorded";
    return head + config(target.model->name + "__legacy", "legacy", model + " in var('tsql_legacy', {})", true) + "\n\n" + Comparison(target, context).print(rows);
}

} // namespace t2d::backend
