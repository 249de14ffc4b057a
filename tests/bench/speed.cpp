// SPDX-License-Identifier: Apache-2.0
// Times the stages of the compiler over files in memory: `speed [--passes N] [--stage S] FILE…` prints one JSON object with
// seconds of CPU per pass over all files (best of N rounds over all stages) for one thread, and wall seconds for one and two.
// `--stage S --passes 1` runs one stage once, so that the caller can measure the memory of the process.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <thread>

#include "backend/dialect.h"
#include "backend/project_writer.h"
#include "cli/pipeline.h"
#include "cli/support.h"
#include "frontend/decode.h"
#include "frontend/parse.h"
#include "frontend/statement_reader.h"
#include "frontend/token_filter.h"

using namespace t2d;

namespace {

using Work = std::function<void(const std::string& text)>;
struct Stage {
    std::string_view name;
    Work work;
};

void scan_only(const std::string& text) { (void)frontend::scan(text); }

void scan_and_filter(const std::string& text) {
    frontend::ScanResult scanned = frontend::scan(text);
    frontend::filter_tokens(text, scanned.tokens);
}

/// The generated parser without the lowering.
void recognise(const std::string& text) {
    frontend::ScanResult scanned = frontend::scan(text);
    frontend::filter_tokens(text, scanned.tokens);
    frontend::StatementReader reader(text, std::move(scanned.tokens));
    while (reader.next() != frontend::StatementReader::Found::file_end) {
    }
}

void to_tree(const std::string& text) {
    SourceManager sources;
    Diagnostics diagnostics;
    (void)frontend::parse(sources, sources.add("bench.sql", text), diagnostics);
}

void to_project(const std::string& text) {
    SourceManager sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("bench.sql", text);
    std::vector<passes::SourceScript> scripts;
    scripts.push_back({file, frontend::parse(sources, file, diagnostics), false});
    passes::Outcome outcome = passes::compile(scripts, sources, cli::FrontendParser(sources), {}, diagnostics);
    const backend::Dialect& dialect = *backend::find_dialect("duckdb");
    cli::refuse_unsupported(outcome.project, dialect, diagnostics);
    (void)backend::render_project(outcome.project, dialect, {});
}

/// Arithmetic that touches no memory: what two threads can reach at best on this machine at this moment.
void spin(const std::string& text) {
    volatile std::uint64_t state = text.size();
    for (std::size_t i = 0; i < text.size() * 20; ++i)
        state = state * 6364136223846793005U + 1442695040888963407U;
}

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double wall_seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

void all_files(const std::vector<std::string>& texts, const Work& work) {
    for (const std::string& text : texts)
        work(text);
}

double cpu_of_pass(const std::vector<std::string>& texts, const Work& work) {
    const double began = cpu_seconds();
    all_files(texts, work);
    return cpu_seconds() - began;
}

/// Wall time of `threads` threads that each do the whole work.
double wall_of_pass(const std::vector<std::string>& texts, const Work& work, int threads) {
    const double began = wall_seconds();
    std::vector<std::thread> crew;
    for (int t = 0; t < threads; ++t)
        crew.emplace_back([&] { all_files(texts, work); });
    for (std::thread& t : crew)
        t.join();
    return wall_seconds() - began;
}

constexpr double kNever = 1e9;

/// Seconds of one stage: the first pass, and the best of all.
struct Timing {
    double first = kNever, best = kNever, wall1 = kNever, wall2 = kNever;
};

/// Times `passes` rounds over all stages, so that a busy moment of the machine hits no stage alone.
std::vector<Timing> time_stages(const std::vector<Stage>& stages, const std::vector<std::string>& texts, int passes, bool threads) {
    std::vector<Timing> out(stages.size());
    for (int pass = 0; pass < passes; ++pass)
        for (std::size_t i = 0; i < stages.size(); ++i) {
            Timing& timing = out[i];
            const double cpu = cpu_of_pass(texts, stages[i].work);
            if (pass == 0) timing.first = cpu;
            timing.best = std::min(timing.best, cpu);
            if (!threads) continue;
            timing.wall1 = std::min(timing.wall1, wall_of_pass(texts, stages[i].work, 1));
            timing.wall2 = std::min(timing.wall2, wall_of_pass(texts, stages[i].work, 2));
        }
    return out;
}

std::string read_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream buffer;
    buffer << in.rdbuf();
    return frontend::decode(buffer.str()).text;
}

/// Largest resident size so far. Not getrusage's: that counts what the process was before exec, a Python perhaps.
long peak_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmHWM:", 0) == 0) return std::stol(line.substr(6));
    return 0;
}

struct Wanted {
    int passes = 5;
    std::string stage;
    std::vector<std::string> files;
};

Wanted read_arguments(int argc, char** argv) {
    Wanted wanted;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--passes" && i + 1 < argc)
            wanted.passes = std::stoi(argv[++i]);
        else if (word == "--stage" && i + 1 < argc)
            wanted.stage = argv[++i];
        else
            wanted.files.push_back(word);
    }
    return wanted;
}

} // namespace

int main(int argc, char** argv) {
    const Wanted wanted = read_arguments(argc, argv);
    std::vector<std::string> texts;
    std::size_t bytes = 0;
    std::size_t lines = 0;
    for (const std::string& path : wanted.files) {
        texts.push_back(read_text(path));
        bytes += texts.back().size();
        lines += static_cast<std::size_t>(std::count(texts.back().begin(), texts.back().end(), '\n'));
    }
    std::vector<Stage> stages = {{"spin", spin}, {"lex", scan_only}, {"filter", scan_and_filter}, {"parse", recognise}, {"ast", to_tree}, {"compile", to_project}};
    const bool all = wanted.stage.empty();
    if (!all) std::erase_if(stages, [&](const Stage& stage) { return stage.name != wanted.stage; });
    const std::vector<Timing> timings = time_stages(stages, texts, wanted.passes, all);
    std::string out;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        out += fmt::format(",\"{}\":{{\"first\":{:.6f},\"best\":{:.6f}", stages[i].name, timings[i].first, timings[i].best);
        if (all) out += fmt::format(",\"wall1\":{:.6f},\"wall2\":{:.6f}", timings[i].wall1, timings[i].wall2);
        out += "}";
    }
    std::cout << fmt::format("{{\"bytes\":{},\"lines\":{},\"peak_kb\":{}{}}}\n", bytes, lines, peak_kb(), out);
    return 0;
}
