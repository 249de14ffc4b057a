// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <iosfwd>
#include <mutex>
#include <string>
#include <thread>

namespace t2d::cli {

/// A line on a terminal that says how far the work is: shown only when it takes longer than a second, erased at the end.
class Progress {
public:
    /// Draws to `stream`; a null pointer (a pipe, `--quiet`) draws nothing.
    explicit Progress(std::ostream* stream);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Starts a phase of `total` steps; 0 when the steps cannot be counted.
    void phase(std::string name, std::size_t total);
    /// One step is done; may be called from any thread.
    void step() { done_.fetch_add(1, std::memory_order_relaxed); }

private:
    void draw();
    void run();

    std::ostream* stream_;
    std::atomic<std::size_t> done_ = 0;
    std::mutex mutex_; ///< guards what follows
    std::condition_variable wake_;
    std::string name_;
    std::size_t total_ = 0;
    bool stop_ = false;
    std::thread thread_;
};

} // namespace t2d::cli
