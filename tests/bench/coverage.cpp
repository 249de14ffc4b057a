// SPDX-License-Identifier: Apache-2.0
// How much of a set of files the frontend reads: `parse_coverage [--round-trip] [--quiet] PATH…` prints one line for each
// statement that was not parsed, the files' totals and the share of every statement kind. Exit code 1 when a file has an
// unparsed statement (or, with --round-trip, does not survive print and parse).
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "frontend/decode.h"
#include "frontend/parse.h"
#include "ir/ast/dump.h"
#include "ir/ast/print.h"
#include "ir/match.h"

using namespace t2d;

namespace {

/// What was counted over all files.
struct Totals {
    std::size_t files = 0;
    std::size_t clean_files = 0;
    std::size_t undecodable = 0;
    std::size_t unstable = 0; ///< files whose tree changes by printing and parsing
    std::size_t statements = 0;
    std::size_t unparsed = 0;
    std::map<std::string, std::size_t> kinds;
};

/// Counts the statements of one tree, inner ones included.
class Counter {
public:
    explicit Counter(Totals& totals) : totals_(totals) {}

    void block(const ast::Block& statements) {
        for (const ast::Stmt& s : statements)
            statement(s);
    }
    [[nodiscard]] std::size_t unparsed() const { return unparsed_; }

private:
    void statement(const ast::Stmt& s) {
        ++totals_.statements;
        match(s.node, [&](const auto& node) { ++totals_.kinds[kind_of(node)]; });
        match(
            s.node, [&](const ast::Unparsed&) { ++unparsed_; },
            [&](const ast::If& n) {
                statement(*n.then);
                if (n.otherwise) statement(**n.otherwise);
            },
            [&](const ast::While& n) { statement(*n.body); }, [&](const ast::BlockStmt& n) { block(n.body); },
            [&](const ast::TryCatch& n) {
                block(n.body);
                block(n.handler);
            },
            [&](const ast::CreateProcedure& n) { block(n.body); }, [&](const ast::CreateFunction& n) { block(n.body); },
            [&](const ast::CreateTrigger& n) { block(n.body); }, [](const auto&) {});
    }

    template <typename Node>
    static std::string kind_of(const Node& node) {
        if constexpr (std::is_same_v<Node, ast::Recognized>) return "recognized only: " + node.what;
        return std::string(Node::kind);
    }

    Totals& totals_;
    std::size_t unparsed_ = 0;
};

std::string read_bytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream buffer;
    buffer << in.rdbuf();
    return buffer.str();
}

std::vector<std::filesystem::path> sql_files(const std::vector<std::string>& roots) {
    std::vector<std::filesystem::path> files;
    for (const std::string& root : roots) {
        if (std::filesystem::is_regular_file(root)) files.emplace_back(root);
        if (!std::filesystem::is_directory(root)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
            const std::string extension = entry.path().extension().string();
            if (entry.is_regular_file() && (extension == ".sql" || extension == ".SQL")) files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool survives(const ast::Script& script) {
    const std::string printed = ast::print_tsql(script);
    SourceManager sources;
    Diagnostics diagnostics;
    const ast::Script again = frontend::parse(sources, sources.add("printed", printed), diagnostics);
    return diagnostics.all().empty() && ast::dump(again) == ast::dump(script) && ast::print_tsql(again) == printed;
}

struct Wanted {
    bool round_trip = false;
    bool quiet = false;
    std::vector<std::string> roots;
};

void measure(const std::filesystem::path& path, const Wanted& wanted, Totals& totals) {
    ++totals.files;
    const frontend::Decoded decoded = frontend::decode(read_bytes(path));
    if (!decoded.error.empty()) {
        ++totals.undecodable;
        std::cout << path.string() << ": " << decoded.error << "\n";
        return;
    }
    SourceManager sources;
    Diagnostics diagnostics;
    const FileId file = sources.add(path.string(), decoded.text);
    const ast::Script script = frontend::parse(sources, file, diagnostics);
    Counter counter(totals);
    for (const ast::Batch& b : script.batches)
        counter.block(b.statements);
    totals.unparsed += counter.unparsed();
    const bool clean = counter.unparsed() == 0 && !diagnostics.has_errors();
    totals.clean_files += clean ? 1 : 0;
    for (const Diagnostic& d : diagnostics.all()) {
        if (wanted.quiet) break;
        const LineColumn at = sources.locate(file, d.span.begin);
        std::cout << fmt::format("{}:{}:{}: {}\n", path.string(), at.line, at.column, d.message);
    }
    if (!clean || !wanted.round_trip || survives(script)) return;
    ++totals.unstable;
    std::cout << path.string() << ": changed by print and parse\n";
}

double percent(std::size_t part, std::size_t whole) {
    return whole == 0 ? 100.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

void print(const Totals& t) {
    std::cout << fmt::format("files {}, clean {} ({:.2f} %), not text {}, changed by print and parse {}\n", t.files,
                             t.clean_files, percent(t.clean_files, t.files), t.undecodable, t.unstable);
    std::cout << fmt::format("statements {}, unparsed {}, parsed {:.3f} %\n", t.statements, t.unparsed,
                             percent(t.statements - t.unparsed, t.statements));
    for (const auto& [kind, count] : t.kinds)
        std::cout << fmt::format("  {:8} {:7.3f} %  {}\n", count, percent(count, t.statements), kind);
}

} // namespace

int main(int argc, char** argv) {
    Wanted wanted;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--round-trip")
            wanted.round_trip = true;
        else if (word == "--quiet")
            wanted.quiet = true;
        else
            wanted.roots.push_back(word);
    }
    Totals totals;
    for (const std::filesystem::path& path : sql_files(wanted.roots))
        measure(path, wanted, totals);
    print(totals);
    return totals.clean_files == totals.files && totals.unstable == 0 ? 0 : 1;
}
