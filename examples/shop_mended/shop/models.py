"""What the shop keeps of its customers."""

from django.db import models
from encrypted_fields.fields import EncryptedCharField, EncryptedDateField, EncryptedTextField


class Customer(models.Model):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    phone_number = EncryptedCharField(max_length=30, blank=True)
    date_of_birth = EncryptedDateField(null=True)
    passport_number = EncryptedCharField(max_length=20, blank=True)
    allergies = EncryptedTextField(blank=True)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    card_token = models.CharField(max_length=64)
    card_last4 = models.CharField(max_length=4)
    gift_card_code = models.CharField(max_length=16, blank=True)
