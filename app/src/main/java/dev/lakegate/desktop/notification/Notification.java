package dev.lakegate.desktop.notification;

/// A short message.
///
/// @param about   what it is about; a later one about the same takes its place
/// @param choice  what its button says
/// @param chosen  what its button does, on a virtual thread
/// @param clicked what a click on the message itself does, likewise
public record Notification(String about, String title, String text, String choice, Runnable chosen, Runnable clicked) {}
