//! The same page in Firefox, by the very tests that it has in Chromium: of what the step view and lessons can do, that which a
//! browser has a part in. Keys and focus, the history, dragging, scrolling, layout, windows, files, paper, storage, and that the
//! engine makes the same bytes. What is drawn is the same program's doing, and is looked at once.

use crate::driver::Browser;
use crate::harness::instead;

/// A test for each one that is named, which runs it in Firefox.
macro_rules! too {
    ($($module:ident { $($test:ident)* })*) => {
        $(mod $module {
            $(#[test]
            fn $test() {
                super::instead(super::Browser::Firefox, crate::$module::$test);
            })*
        })*
    };
}

too! {
    address {
        going_back_while_a_key_is_held_leaves_address_and_step_the_same
        a_key_that_is_held_does_not_fill_the_history_and_all_of_it_can_be_undone
        another_screen_begins_at_its_top_and_back_finds_the_place
        steps_are_one_place_and_jumps_are_places_of_their_own
        steps_within_one_frame_are_undone_one_by_one
    }
    breaking {
        a_bit_is_flipped_by_keys_alone
        a_field_is_changed_by_typing
        a_record_is_cut_where_one_likes
        on_a_phone_the_verdict_stands_alone_and_unfolds
    }
    bytes {
        bytes_in_the_hex_select_their_field_even_if_it_is_folded
        tree_bytes_and_note_scroll_and_nothing_around_them
    }
    comparing {
        both_runs_are_shown_to_the_byte_and_step_together
    }
    delivered {
        nginx_serves_it_below_a_path
        one_file_is_opened_by_itself
        what_keeps_the_page_from_starting_is_told
    }
    dialogs {
        a_question_mark_opens_help_and_no_other_key_works_then
        share_shows_the_address_and_a_command
        the_colours_chosen_stay
    }
    features {
        a_class_sees_stage_and_words_and_remote_controls_work
        enter_on_the_stage_opens_and_the_line_can_be_dragged
        playing_is_as_fast_as_asked
    }
    forced {
        what_is_drawn_filled_or_selected_is_seen_in_forced_colours
    }
    identity {
        a_field_is_selected_by_keyboard
        a_file_is_read_as_pem_or_der_and_a_bad_one_is_told
        costs_are_measured_here_and_drawn_with_their_method
        the_chain_scrolls_or_the_panes_of_its_fields_and_nothing_around_them
    }
    keyboard {
        a_whole_session_by_keyboard_alone
        arrows_move_within_tabs_and_points_of_view
        arrows_move_within_the_tree
        space_plays_and_pauses
        tab_reaches_everything_in_the_order_of_the_page
        tab_stays_within_a_dialog_and_is_seen_both_ways
        the_ladder_is_one_stop_and_arrows_move_in_it
        the_skip_link_skips_to_the_explanation
        what_is_done_between_two_frames_is_done_to_the_step_shown
        who_let_the_focus_go_or_stepped_on_goes_on_stepping
        who_types_does_not_step
    }
    keys {
        a_command_can_be_copied
        a_value_is_opened_by_keyboard
        graph_and_value_share_the_tab
    }
    languages {
        a_language_is_chosen_on_home_and_stays
        an_address_asks_for_a_language_and_the_tab_keeps_it
        the_browsers_language_is_taken_if_nothing_was_chosen
    }
    layout {
        nothing_is_cut_off_in_light
        texts_that_lie_on_one_another_are_found
        what_is_cut_off_is_found
    }
    lessons {
        a_key_is_picked_in_the_graph
        bytes_are_picked_in_the_hex
        every_step_of_every_lesson_fits_a_small_phone
        home_leads_along_the_path_and_remembers
        the_steps_are_one_stop_of_the_tab_key_and_arrows_move_among_them
        things_are_put_in_order_by_dragging
        things_are_put_in_order_by_the_keyboard
    }
    live {
        a_trace_is_opened_from_a_file_and_by_paste
        the_page_is_the_client_of_openssl_step_by_step
    }
    motion {
        a_step_taken_on_moves_and_ends_as_the_still_page
        an_address_opens_the_middle_of_a_motion
        dragging_goes_there_and_back_and_the_address_holds_it
        it_goes_on_from_where_it_is_held
        the_front_of_a_record_can_be_dragged
        the_key_graph_shows_what_is_in_use_and_the_rest_on_demand
        who_wants_no_motion_sees_the_last_moment
    }
    presenting {
        a_point_of_light_follows_the_pointer
        a_remote_control_does_what_it_does_to_slides
        notes_in_a_second_window_keep_in_step
        the_last_row_sees_what_is_told
    }
    scorm {
        a_platform_hears_of_completion_and_score
    }
    stepping {
        a_step_taken_back_at_once_leaves_the_tab_at_work
        home_end_and_the_buttons_step_too
        the_arrows_walk_through_the_whole_run
        the_stage_stays_where_it_was_scrolled_until_another_step
        the_slider_steps_by_keys
    }
    teaching {
        an_embedded_page_has_no_frame
        notes_worksheet_and_key_begin_on_pages_of_their_own
        progress_is_saved_brought_along_and_erased
    }
    trace {
        the_page_makes_the_same_bytes_as_the_native_program
    }
}
