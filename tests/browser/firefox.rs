//! The same page in Firefox: what the step view and lessons can do, by the very tests that it has in Chromium.
//!
//! All are named but these: `speed` needs Chromium's instruments; the picture for the README is taken once;
//! what is cut off is looked for in light and in English alone, since it takes a minute and a half each time; and
//! `a_page_that_cannot_start…` reads from the console which file was missing, which Firefox does not say there.

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
    axe {
        axe_finds_nothing_in_dark
        axe_finds_nothing_in_light
        what_is_wrong_is_found
    }
    address {
        a_bad_address_is_right_after_the_next_step
        a_bad_address_opens_something_and_says_what_is_wrong
        going_back_while_a_key_is_held_leaves_address_and_step_the_same
        a_key_that_is_held_does_not_fill_the_history_and_all_of_it_can_be_undone
        a_link_opens_its_step_tab_view_and_selection
        another_screen_begins_at_its_top_and_back_finds_the_place
        steps_are_one_place_and_jumps_are_places_of_their_own
        links_within_the_page_lead_where_they_say
        steps_within_one_frame_are_undone_one_by_one
    }
    breaking {
        a_bit_is_flipped_by_keys_alone
        a_bit_is_flipped_in_the_bytes_and_back
        a_field_is_changed_by_typing
        a_record_is_cut_where_one_likes
        it_can_be_broken_from_every_point_of_view
        on_a_phone_the_verdict_stands_alone_and_unfolds
        what_nobody_could_catch_is_said_and_why
        what_was_caught_leads_to_where
        whatever_the_tab_offers_is_done_and_judged
    }
    bytes {
        a_field_of_the_tree_marks_its_bytes
        a_sealed_message_is_shown_in_three_layers
        a_selection_is_let_go
        bytes_in_the_hex_select_their_field_even_if_it_is_folded
        tree_bytes_and_note_scroll_and_nothing_around_them
    }
    comparing {
        a_field_is_marked_in_both
        a_setting_a_deed_and_a_step_are_undone_and_done_again
        both_runs_are_shown_to_the_byte_and_step_together
        other_scenarios_are_put_side_by_side
        what_was_set_is_compared_with_what_was
    }
    dialogs {
        a_question_mark_opens_help_and_no_other_key_works_then
        a_wrong_server_name_is_refused_in_words
        another_suite_runs_another_handshake
        every_setting_runs_and_stays_in_the_address
        share_shows_the_address_and_a_command
        the_colours_chosen_stay
    }
    features {
        a_class_sees_stage_and_words_and_remote_controls_work
        a_field_is_found_by_name_value_and_bytes
        a_flipped_bit_breaks_the_tag
        a_run_is_told_as_text
        enter_on_the_stage_opens_and_the_line_can_be_dragged
        fine_steps_stop_at_each_derivation_check_and_seal
        it_steps_from_message_to_message
        playing_is_as_fast_as_asked
        the_notebook_holds_what_was_heard_and_no_more
    }
    forced {
        what_is_drawn_filled_or_selected_is_seen_in_forced_colours
    }
    identity {
        a_chain_that_is_pasted_is_judged_and_taken_apart
        a_field_is_selected_by_keyboard
        a_field_of_a_message_leads_to_its_certificate_and_a_choice_to_its_suite
        a_file_is_read_as_pem_or_der_and_a_bad_one_is_told
        a_suite_is_taken_apart_and_leads_to_its_moments
        an_example_is_reached_by_its_address
        costs_are_measured_here_and_drawn_with_their_method
        the_chain_is_drawn_and_a_field_and_its_bytes_are_selected_together
        the_chain_scrolls_or_the_panes_of_its_fields_and_nothing_around_them
        the_man_in_the_middle_has_two_handshakes_and_a_way_between_them
        the_versions_stand_on_a_line_of_time
        what_is_wrong_stands_at_its_link
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
        openssl_computes_the_same_values
        values_are_new_known_hidden_or_to_come
    }
    knowledge {
        the_eavesdropper_has_nothing_of_a_sealed_certificate
        v_goes_through_the_points_of_view
        what_is_hidden_is_shown_as_absent
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
        a_task_is_solved_in_the_setup
        a_wrong_answer_is_shown_to_be_wrong_and_a_right_one_leads_on
        a_wrong_order_marks_the_two_that_show_it
        a_wrong_pick_stays_in_sight_with_what_it_is_and_goes_with_the_next_one
        bytes_are_picked_in_the_hex
        every_step_of_every_lesson_fits_a_small_phone
        home_leads_along_the_path_and_remembers
        one_explores_and_comes_back
        short_ways_lead_to_the_inspector_and_back_to_the_question
        the_glossary_is_searched_and_words_lead_to_it
        the_steps_are_one_stop_of_the_tab_key_and_arrows_move_among_them
        things_are_put_in_order_by_dragging
        things_are_put_in_order_by_the_keyboard
        what_the_run_says_is_found_from_within_a_lesson
    }
    live {
        a_recording_is_neither_set_nor_broken_and_says_why
        a_step_of_a_trace_that_is_gone_asks_for_its_file
        a_trace_is_opened_from_a_file_and_by_paste
        the_page_is_the_client_of_openssl_step_by_step
        what_is_refused_is_told_on_the_page
    }
    presenting {
        a_point_of_light_follows_the_pointer
        a_remote_control_does_what_it_does_to_slides
        arrows_move_within_the_key_graph
        notes_in_a_second_window_keep_in_step
        notes_tell_what_to_ask_and_what_to_try
        the_last_row_sees_what_is_told
    }
    records {
        a_check_that_fails_is_marked_on_the_stage_and_in_its_tab
        a_record_in_the_clear_and_none_at_all
        a_record_leads_to_its_key
        earlier_checks_unfold_and_lead_back_to_their_step
        every_check_says_what_it_is
        the_nonce_is_the_iv_xor_the_number
    }
    scorm {
        a_platform_hears_of_completion_and_score
        a_spanish_package_opens_in_spanish
    }
    sharing {
        a_short_code_typed_on_home_opens_the_same_view
        a_surprise_is_the_same_twice
        the_picture_holds_the_address
        what_can_not_be_set_says_why
    }
    stepping {
        a_choice_says_by_what_it_was_made
        a_step_taken_back_at_once_leaves_the_tab_at_work
        home_end_and_the_buttons_step_too
        the_arrows_walk_through_the_whole_run
        the_stage_stays_where_it_was_scrolled_until_another_step
        the_front_door_leads_to_the_first_step
        the_front_door_lists_every_scenario_and_each_can_be_walked_through
        the_slider_steps_by_keys
    }
    teaching {
        a_class_code_opens_the_lesson_with_its_seed
        an_embedded_page_has_no_frame
        links_for_others_carry_a_language_that_was_chosen
        notes_worksheet_and_key_begin_on_pages_of_their_own
        progress_is_saved_brought_along_and_erased
        the_certificate_names_who_finished_a_lesson
    }
    trace {
        the_page_makes_the_same_bytes_as_the_native_program
    }
}
