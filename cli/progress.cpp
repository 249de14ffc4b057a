// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ostream>

namespace t2d::cli {

namespace {
constexpr std::size_t kWidth = 30;
constexpr std::string_view kEraseLine = "\r\x1b[K";
} // namespace

Progress::Progress(std::ostream* stream) : stream_(stream) {
    if (stream_ != nullptr) thread_ = std::thread([this] { run(); });
}

Progress::~Progress() {
    if (stream_ == nullptr) return;
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Progress::phase(std::string name, std::size_t total) {
    const std::lock_guard lock(mutex_);
    name_ = std::move(name);
    total_ = total;
    done_ = 0;
}

void Progress::run() {
    using namespace std::chrono_literals;
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, 1s, [this] { return stop_; })) return;
    do draw();
    while (!wake_.wait_for(lock, 100ms, [this] { return stop_; }));
    *stream_ << kEraseLine << std::flush;
}

void Progress::draw() {
    *stream_ << kEraseLine << name_;
    if (total_ != 0) {
        const std::size_t done = std::min(done_.load(), total_);
        const std::size_t filled = kWidth * done / total_;
        *stream_ << fmt::format(" [{}{}] {}/{}", std::string(filled, '#'), std::string(kWidth - filled, ' '), done, total_);
    }
    *stream_ << std::flush;
}

} // namespace t2d::cli
