// SPDX-License-Identifier: Apache-2.0
#include "cli/pipeline.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>

#include "frontend/parse.h"

namespace t2d::cli {

namespace {

/// Calls `work(i)` for all i below `count` on up to `jobs` threads; the first exception comes out here.
template <typename Work>
void for_each_index(std::size_t count, unsigned jobs, const Work& work) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::exception_ptr> errors(count);
    const auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                work(i);
            } catch (...) { // out of memory: must not end the process from a thread
                errors[i] = std::current_exception();
            }
        }
    };
    std::vector<std::thread> threads;
    const std::size_t wanted = std::min<std::size_t>(jobs == 0 ? std::max(1U, std::thread::hardware_concurrency()) : jobs, count);
    for (std::size_t i = 1; i < wanted; ++i) threads.emplace_back(run);
    run();
    for (std::thread& thread : threads) thread.join();
    for (const std::exception_ptr& error : errors)
        if (error) std::rethrow_exception(error);
}

} // namespace

std::vector<passes::SourceScript> parse_all(const std::vector<InputFile>& files, const SourceManager& sources, unsigned jobs,
                                            Progress& progress, Diagnostics& diagnostics) {
    std::vector<passes::SourceScript> scripts(files.size());
    std::vector<Diagnostics> found(files.size());
    progress.phase("parsing", files.size());
    for_each_index(files.size(), jobs, [&](std::size_t i) {
        scripts[i] = {files[i].file, frontend::parse(sources, files[i].file, found[i]), files[i].ddl_only};
        progress.step();
    });
    for (Diagnostics& list : found) diagnostics.merge(std::move(list));
    return scripts;
}

ast::Script FrontendParser::parse(std::string name, std::string text, Diagnostics& diagnostics) const {
    return frontend::parse(sources_, sources_.add(std::move(name), std::move(text)), diagnostics);
}

std::optional<ast::Query> FrontendParser::parse_query(std::string name, std::string text, Diagnostics& diagnostics) const {
    return frontend::parse_query(sources_, sources_.add(std::move(name), std::move(text)), diagnostics);
}

} // namespace t2d::cli
