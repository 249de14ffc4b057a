// SPDX-License-Identifier: Apache-2.0
#include "ir/project.h"

namespace t2d::ir {

std::string_view name_of(Materialization materialization) {
    switch (materialization) {
    case Materialization::table: return "table";
    case Materialization::view: return "view";
    case Materialization::incremental: return "incremental";
    }
    return {};
}

std::string_view name_of(Strategy strategy) {
    switch (strategy) {
    case Strategy::none: return "";
    case Strategy::state: return "tsql_state";
    case Strategy::append: return "append";
    case Strategy::merge: return "merge";
    case Strategy::delete_insert: return "delete+insert";
    }
    return {};
}

std::string_view name_of(WriteEffect effect) {
    switch (effect) {
    case WriteEffect::unknown: return "unknown";
    case WriteEffect::replace: return "replace";
    case WriteEffect::append: return "append";
    case WriteEffect::upsert: return "upsert";
    case WriteEffect::delete_insert: return "delete_insert";
    case WriteEffect::scd2: return "scd2";
    case WriteEffect::state: return "state";
    case WriteEffect::update_only: return "update_only";
    }
    return {};
}

std::string_view name_of(ItemStatus status) {
    switch (status) {
    case ItemStatus::ok: return "ok";
    case ItemStatus::partial: return "partial";
    case ItemStatus::error: return "error";
    }
    return {};
}

std::string_view name_of(StatementAction action) {
    switch (action) {
    case StatementAction::migrate: return "migrate";
    case StatementAction::skip: return "skip";
    case StatementAction::hole: return "hole";
    }
    return {};
}

} // namespace t2d::ir
