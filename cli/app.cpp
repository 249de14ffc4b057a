// SPDX-License-Identifier: Apache-2.0
#include "cli/app.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>

#include "backend/dialect.h"
#include "cli/check.h"
#include "cli/compile.h"
#include "cli/diff.h"
#include "cli/explain.h"
#include "cli/verify.h"

namespace t2d::cli {

namespace {

constexpr std::array<std::string_view, 5> kCommands{"compile", "check", "diff", "explain", "verify"};

bool is_command(std::string_view word) { return std::find(kCommands.begin(), kCommands.end(), word) != kCommands.end(); }

/// Asks for the program itself, not for a command.
bool is_global(std::string_view word) { return word == "-h" || word == "--help" || word == "--version"; }

/// `tsql2dbt verfiy` is a misspelt command, not a file that does not exist.
bool looks_like_command(const std::string& word) {
    std::error_code ignored;
    return word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos && word.front() != '-' && !std::filesystem::exists(word, ignored);
}

std::vector<std::string> pass_names() {
    std::vector<std::string> names;
    for (const passes::PassInfo& stage : stages()) names.emplace_back(stage.name);
    return names;
}

/// A check that does not put all allowed words into the help line of the option.
CLI::Validator one_of(std::vector<std::string> words, std::string what) {
    const auto check = [words = std::move(words), what](const std::string& word) {
        if (std::find(words.begin(), words.end(), word) != words.end()) return std::string();
        std::string list;
        for (const std::string& known : words) list += (list.empty() ? "" : ", ") + known;
        return "no " + what + " is called '" + word + "'; there are: " + list;
    };
    return {check, ""};
}

std::string is_known_dialect(const std::string& name) {
    return backend::find_dialect(name) != nullptr ? std::string() : "no target dialect is called '" + name + "'";
}

void add_compile(CLI::App& app, CompileOptions& o) {
    CLI::App& c = *app.add_subcommand("compile", "Compile T-SQL procedures, views and functions to a dbt project");
    c.footer("Example:\n  tsql2dbt compile procedures/ --ddl tables.sql --out dbt\n  cd dbt && dbt build --exclude-resource-type unit_test");
    c.add_option("INPUT", o.inputs, "T-SQL files, folders with *.sql files, or - for standard input");
    c.add_option("-o,--out", o.out, "Folder of the dbt project")->capture_default_str()->type_name("DIR");
    c.add_option("--ddl", o.ddl, "More files or folders with table definitions")->type_name("PATH")->expected(1)->take_all();
    c.add_option("--target", o.target, "SQL dialect of the models")->capture_default_str()->type_name("DIALECT")->check(is_known_dialect, "");
    c.add_option("-j,--jobs", o.jobs, "Threads (default: one per core)")->type_name("N")->check(CLI::Range(1U, 1024U));
    c.add_option("--config", o.config, "Configuration (default: tsql2dbt.yml if present)")->type_name("FILE");
    auto passes_and_all = pass_names();
    passes_and_all.emplace_back("all");
    c.add_option("--dump-after", o.dump_after, "Print what a pass made (or `all`)")->type_name("PASS")->check(one_of(passes_and_all, "pass"));
    c.add_option("--stop-after", o.stop_after, "Stop after a pass; nothing is written")->type_name("PASS")->check(one_of(pass_names(), "pass"));
    c.add_flag("--time-passes", o.time_passes, "Print how long each pass took");
    c.add_flag("--list-passes", o.list_passes, "Print the passes in order and exit");
    const std::map<std::string, DiagnosticFormat> formats{{"text", DiagnosticFormat::text}, {"json", DiagnosticFormat::json}, {"sarif", DiagnosticFormat::sarif}};
    c.add_option("--diagnostics", o.format, "text (to stderr), json or sarif (to stdout)")->type_name("FORMAT")->transform(CLI::Transformer(formats))->option_text("text|json|sarif");
    c.add_flag("--strict", o.strict, "Warnings make the exit code 1");
    c.add_flag("-q,--quiet", o.quiet, "Print errors only");
    c.add_option("--result", o.result, "Write the result JSON here too (- for standard output)")->type_name("FILE");
    c.add_option("--run-id", o.run_id, "Fix the run id in the result JSON")->type_name("ID");
    c.add_option("--proposals", o.proposals, "JSON object of hole ids and queries that fill them")->type_name("FILE");
    c.add_flag("--force", o.force, "Overwrite generated files that were edited");
    c.add_flag("--check,!--no-check", o.check, "Compare the models with the procedures structurally (see the command check; default: on)");
    c.add_option("--dbt", o.dbt, "Let the installed dbt parse, compile or build the project (without a connection to the database: parse)")->type_name("STEP")->check(one_of({"parse", "compile", "build"}, "step of dbt"));
    c.add_option("--profiles-dir", o.profiles_dir, "Folder with dbt's profiles.yml (default: the variable DBT_PROFILES_DIR, else the project)")->type_name("DIR");
    c.add_option("--dbt-command", o.dbt_command, "The dbt to run")->capture_default_str()->type_name("COMMAND");
    c.add_flag("--replay-tests", o.replay_tests, "Also emit the replay of each procedure, statement by statement, and its comparison with the models");
    c.add_flag("--force-state", o.force_state)->group(""); // hidden: tests prove that every cheaper form equals the state form
    c.add_flag("--plain", o.plain)->group("");             // hidden: tests prove that readable models give the same rows
}

void add_verify(CLI::App& app, VerifyOptions& v) {
    CLI::App& c = *app.add_subcommand("verify", "Compile, build with dbt, and compare the models with a replay of the procedures");
    c.footer("Example:\n  tsql2dbt verify procedures/ --ddl tables.sql --out dbt --vars '{\"AsOf\": \"2024-01-31\"}'");
    CompileOptions& o = v.compile;
    c.add_option("INPUT", o.inputs, "T-SQL files, folders with *.sql files, or - for standard input");
    c.add_option("-o,--out", o.out, "Folder of the dbt project")->capture_default_str()->type_name("DIR");
    c.add_option("--ddl", o.ddl, "More files or folders with table definitions")->type_name("PATH")->expected(1)->take_all();
    c.add_option("--target", o.target, "SQL dialect of the models")->capture_default_str()->type_name("DIALECT")->check(is_known_dialect, "");
    c.add_option("-j,--jobs", o.jobs, "Threads (default: one per core)")->type_name("N")->check(CLI::Range(1U, 1024U));
    c.add_option("--config", o.config, "Configuration (default: tsql2dbt.yml if present)")->type_name("FILE");
    c.add_flag("--strict", o.strict, "A target that is not replayed makes the exit code 1");
    c.add_flag("-q,--quiet", o.quiet, "Print errors and verdicts only");
    c.add_flag("--force", o.force, "Overwrite generated files that were edited");
    c.add_option("--dbt", v.dbt, "The dbt to run")->capture_default_str()->type_name("COMMAND");
    c.add_option("--profiles-dir", o.profiles_dir, "Folder with dbt's profiles.yml (default: the variable DBT_PROFILES_DIR, else the project)")->type_name("DIR");
    c.add_option("--vars", v.vars, "dbt vars, the parameters of the procedures among them")->capture_default_str()->type_name("JSON");
    c.add_option("--legacy", v.legacy, "Compare with extracts of the legacy system (SCHEMA.TABLE.csv or .parquet) in place of the replay")->type_name("FOLDER");
    c.add_option("--generate", v.generate, "Run on N generated rows per table, in a database of their own")->type_name("N")->check(CLI::Range(1, 100000));
    c.add_option("--steps", v.steps, "Runs with generated rows, with changed sources each")->capture_default_str()->type_name("N")->check(CLI::Range(1, 100));
    c.add_option("--seed", v.seed, "Other generated rows")->capture_default_str()->type_name("N");
    c.add_option("--report", v.report, "Write the verdicts as JSON (- for standard output, in place of the table)")->type_name("FILE");
}

void add_check(CLI::App& app, CheckOptions& o) {
    CLI::App& c = *app.add_subcommand("check", "Compare models with the procedure that they stand for");
    c.footer("Example:\n  tsql2dbt check usp_load_customer.sql dbt/models/staging/customer.sql --ddl tables.sql");
    c.add_option("PROCEDURE", o.procedure, "T-SQL file with the procedure")->required();
    c.add_option("MODEL", o.models, "Model files, named after their models")->required();
    c.add_option("--ddl", o.ddl, "More files or folders with table definitions")->type_name("PATH")->expected(1)->take_all();
    c.add_flag("--json", o.json, "Print the checks as JSON");
    c.add_flag("--strict", o.strict, "What is not proved makes the exit code 1");
}

void add_diff(CLI::App& app, DiffOptions& o) {
    CLI::App& c = *app.add_subcommand("diff", "Compare two sets of emitted models and name what differs");
    c.footer("Example:\n  tsql2dbt diff dbt.before/models dbt/models\n\nExit codes: 0 they are written alike, 1 they differ, 2 something cannot be read.");
    c.add_option("EXPECTED", o.expected, "A model file or a folder of them")->required();
    c.add_option("ACTUAL", o.actual, "What is compared with it")->required();
    c.add_flag("--json", o.json, "Print the differences as JSON");
}

void add_explain(CLI::App& app, ExplainOptions& o) {
    CLI::App& c = *app.add_subcommand("explain", "Print the documentation of a diagnostic");
    c.footer("Example:\n  tsql2dbt explain T2D1001");
    c.add_option("CODE", o.code, "Code or name of the diagnostic");
    c.add_flag("--all", o.all, "All diagnostics");
    c.add_flag("--markdown", o.markdown, "As Markdown");
}

std::string no_replays(const std::string& target) {
    return backend::find_dialect(target)->replay() != nullptr ? std::string() : "there are no replays for the target " + target;
}

/// Why options that are fine one by one do not go together; empty when they do.
std::string conflict(const CompileOptions& o) {
    if (o.inputs.empty()) return "there must be at least one INPUT (a file, a folder, or - for standard input)";
    if (o.result == "-" && o.format != DiagnosticFormat::text) return "--result - and --diagnostics json|sarif both write to standard output";
    if (std::count(o.inputs.begin(), o.inputs.end(), "-") + std::count(o.ddl.begin(), o.ddl.end(), "-") > 1) return "standard input can be read only once";
    return o.replay_tests ? no_replays(o.target) : std::string();
}

std::string conflict(const VerifyOptions& o) {
    if (const std::string why = no_replays(o.compile.target); !why.empty()) return why;
    if (o.generate == 0) return {};
    if (!o.legacy.empty()) return "--generate and --legacy do not go together: a legacy system has no generated rows";
    const auto stdin_in = [](const std::vector<std::string>& list) { return std::find(list.begin(), list.end(), "-") != list.end(); };
    if (stdin_in(o.compile.inputs) || stdin_in(o.compile.ddl)) return "--generate reads the input twice: give files in place of standard input";
    return {};
}

ExitCode usage(const std::string& message, const Console& console) {
    console.err << "tsql2dbt: " << message << "\nRun `tsql2dbt --help` for the commands and options.\n";
    return exit_io;
}

ExitCode dispatch(const CLI::App& app, CompileOptions compiling, VerifyOptions verifying, const CheckOptions& checking, const DiffOptions& differing, const ExplainOptions& explaining, const Console& console) {
    if (app.got_subcommand("explain")) {
        if (explaining.code.empty() && !explaining.all) return usage("explain needs a CODE or --all", console);
        return explain(explaining, console);
    }
    if (app.got_subcommand("verify")) {
        if (const std::string why = conflict(verifying.compile); !why.empty()) return usage(why, console);
        if (const std::string why = conflict(verifying); !why.empty()) return usage(why, console);
        return verify(std::move(verifying), console);
    }
    if (app.got_subcommand("check")) return check(checking, console);
    if (app.got_subcommand("diff")) return diff(differing, console);
    if (compiling.list_passes) {
        list_passes(console);
        return exit_ok;
    }
    if (const std::string why = conflict(compiling); !why.empty()) return usage(why, console);
    return compile(std::move(compiling), console);
}

} // namespace

ExitCode run(std::vector<std::string> arguments, const Console& console) {
    if (arguments.empty()) arguments.emplace_back("--help");
    if (!is_command(arguments.front()) && !is_global(arguments.front())) {
        if (looks_like_command(arguments.front())) return usage("unknown command '" + arguments.front() + "'", console);
        arguments.insert(arguments.begin(), "compile");
    }
    CLI::App app("Compiles T-SQL stored procedures to dbt models. `tsql2dbt FILE.sql` is short for `tsql2dbt compile FILE.sql`.", "tsql2dbt");
    app.set_version_flag("--version", "tsql2dbt " T2D_VERSION);
    app.require_subcommand(1);
    app.footer("Exit codes: 0 all items ok, 1 an item is partial or an error, 2 something could not be read or written, or wrong usage.\n\n"
               "Example:\n  tsql2dbt usp_load_customer.sql --ddl tables.sql\n  tsql2dbt compile --help");
    CompileOptions compiling;
    VerifyOptions verifying;
    ExplainOptions explaining;
    add_compile(app, compiling);
    add_verify(app, verifying);
    CheckOptions checking;
    add_check(app, checking);
    DiffOptions differing;
    add_diff(app, differing);
    add_explain(app, explaining);
    std::reverse(arguments.begin(), arguments.end()); // the library takes them from the back
    try {
        app.parse(arguments);
    } catch (const CLI::ParseError& error) { // also how the library reports --help and --version
        if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::Success)) return usage(error.what(), console);
        app.exit(error, console.out, console.err);
        return exit_ok;
    }
    return dispatch(app, std::move(compiling), std::move(verifying), checking, differing, explaining, console);
}

} // namespace t2d::cli
